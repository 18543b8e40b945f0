/** The editor's code is read when an interview is chosen, so that no question waits for it. */
type EditorCode = typeof import('./editor');

let code: EditorCode | null = null;

export async function loadEditor(): Promise<EditorCode> {
  return (code ??= await import('./editor'));
}

/** The code, if it has been read. */
export function loadedEditor(): EditorCode | null {
  return code;
}
