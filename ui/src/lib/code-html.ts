/** A code block in the shape that the core renders, of code that was typed here. */
export function codeHtml(code: string, language: string): string | null {
  if (code.trim() === '') return null;
  const escape = (text: string) =>
    text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  return `<div class="code" data-language="${escape(language)}"><pre><code>${escape(code)}</code></pre></div>`;
}
