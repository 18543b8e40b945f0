import { expect, it } from 'vitest';
import { codeHtml } from './code-html';

it('makes a block of typed code, of which nothing becomes markup', () => {
  const html = codeHtml('if a < b && c: print("<img src=x>")', 'py"thon');
  const root = document.createElement('div');
  root.innerHTML = html ?? '';
  expect(root.querySelector('img')).toBeNull();
  expect(root.querySelector('code')?.textContent).toBe('if a < b && c: print("<img src=x>")');
  expect(root.querySelector<HTMLElement>('.code')?.dataset['language']).toBe('py"thon');
});

it('makes none of nothing', () => {
  expect(codeHtml(' \n', 'python')).toBeNull();
});
