/**
 * The nonce of the page's content security policy, under which the editor may add its styles.
 * Tauri puts it in the place of a token when it serves the page; elsewhere the token stands.
 */
export function styleNonce(): string | null {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]');
  const nonce = meta?.content ?? '';
  return nonce === '' || nonce.startsWith('__') ? null : nonce;
}
