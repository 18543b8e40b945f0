import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import CodeEditor from './CodeEditor.svelte';
import { createEditor } from './editor';
import { codeLanguage } from './languages';
import { loadEditor } from './load';
import { styleNonce } from './nonce';

afterEach(() => {
  cleanup();
  document.head.replaceChildren();
  document.body.replaceChildren();
});

describe('the language', () => {
  it.each([
    ['python', 'python'],
    ['py', 'python'],
    ['TS', 'typescript'],
    ['cobol', 'text'],
  ])('named %s is %s', (name, language) => {
    expect(codeLanguage(name)).toBe(language);
  });
});

describe('the nonce of the page', () => {
  const meta = (content: string) => {
    document.head.innerHTML = `<meta name="style-nonce" content="${content}">`;
    return styleNonce();
  };

  it('is passed on when the program has put it in', () => {
    expect(meta('4711')).toBe('4711');
  });

  it.each(['', '__TAURI_STYLE_NONCE__'])('is none while it says “%s”', (content) => {
    expect(meta(content)).toBeNull();
  });
});

describe('the editor', () => {
  it('has a name, and says how to leave it', async () => {
    await loadEditor();
    render(CodeEditor, { text: 'x = 1', language: 'python', onchange: () => undefined });
    const field = screen.getByRole('textbox', { name: 'Code' });
    expect(field.textContent).toBe('x = 1');
    const says = document.getElementById(field.getAttribute('aria-describedby') ?? '');
    expect(says?.textContent).toMatch(/Escape, then Tab/);
  });

  it('leaves Ctrl+Enter to the interview', () => {
    const onchange = vi.fn();
    const parent = document.body.appendChild(document.createElement('div'));
    const editor = createEditor({
      parent,
      text: 'x',
      language: 'python',
      describedBy: '',
      onchange,
    });
    const enter = new KeyboardEvent('keydown', {
      key: 'Enter',
      ctrlKey: true,
      bubbles: true,
      cancelable: true,
    });
    parent.querySelector('[contenteditable]')?.dispatchEvent(enter);
    expect([enter.defaultPrevented, onchange.mock.calls.length]).toEqual([false, 0]);
    editor.destroy();
  });

  it('indents with Tab', () => {
    const onchange = vi.fn();
    const parent = document.body.appendChild(document.createElement('div'));
    const editor = createEditor({
      parent,
      text: 'x',
      language: 'python',
      describedBy: '',
      onchange,
    });
    parent
      .querySelector('[contenteditable]')
      ?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Tab', keyCode: 9, bubbles: true, cancelable: true }),
      );
    expect(onchange).toHaveBeenCalledWith('    x');
    editor.destroy();
  });
});
