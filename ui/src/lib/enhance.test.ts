import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { code } from './api/fake/html';
import { enhance } from './enhance';

const around = {
  loadMedia: vi.fn(() => Promise.resolve(new ArrayBuffer(8))),
  onlink: vi.fn(),
  oncard: vi.fn(),
  announce: vi.fn(),
};

function page(html: string): HTMLElement {
  document.body.innerHTML = `<div>${html}</div>`;
  return document.body.firstElementChild as HTMLElement;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  vi.clearAllMocks();
  URL.createObjectURL = vi.fn(() => 'blob:picture');
  URL.revokeObjectURL = vi.fn();
});
afterEach(() => vi.unstubAllGlobals());

describe('a code block', () => {
  it('is coloured, named and reachable', () => {
    const root = page(code('python', 'def area(): pass\n', '12\n'));
    enhance(root, around);
    const [sample, output] = root.querySelectorAll('pre');
    expect(sample?.querySelector('.tn')?.textContent).toBe('area');
    expect(sample?.getAttribute('aria-label')).toBe('Python sample');
    expect(sample?.tabIndex).toBe(0);
    expect(output?.getAttribute('aria-label')).toBe('What it prints');
    expect(output?.textContent).toBe('12\n');
  });

  it('keeps the text of a language that is not known', () => {
    const root = page(code('text', 'a < b\n'));
    enhance(root, around);
    expect(root.querySelector('pre code')?.innerHTML).toBe('a &lt; b');
  });

  it('has line numbers from thirteen lines on', () => {
    const lines = (count: number) => 'x = 1\n'.repeat(count);
    const root = page(code('python', lines(12)) + code('python', lines(13)));
    enhance(root, around);
    const [short, long] = root.querySelectorAll('pre');
    expect(short?.querySelector('.line-numbers')).toBeNull();
    expect(long?.querySelector('.line-numbers')?.textContent).toMatch(/^1\n2\n.*\n13$/s);
  });

  it('copies the sample without its numbers, and says so', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    const source = 'x = 1\n'.repeat(13).trim();
    const root = page(code('python', source));
    enhance(root, around);
    const button = root.querySelector<HTMLButtonElement>('button[aria-label="Copy code"]');
    button?.click();
    await settled();
    expect(writeText).toHaveBeenCalledExactlyOnceWith(source);
    expect(button?.textContent).toBe('Copied');
    expect(around.announce).toHaveBeenCalledWith('Copied');
  });
});

describe('a link', () => {
  const links = `<a data-external href="https://example.org/a?b=1"><b>out</b></a>
    <a data-card="deck/card" href="#">card</a> <a href="elsewhere">stray</a>`;

  it.each(['click', 'auxclick'])('never navigates on %s', (type) => {
    const root = page(links);
    enhance(root, around);
    for (const link of root.querySelectorAll('a')) {
      const event = new MouseEvent(type, { bubbles: true, cancelable: true });
      link.dispatchEvent(event);
      expect(event.defaultPrevented).toBe(true);
    }
  });

  it('to a page outside asks with the full address', () => {
    const root = page(links);
    enhance(root, around);
    root.querySelector('b')?.click();
    expect(around.onlink).toHaveBeenCalledExactlyOnceWith('https://example.org/a?b=1');
  });

  it('to a card names the card', () => {
    const root = page(links);
    enhance(root, around);
    root.querySelectorAll('a')[1]?.click();
    expect(around.oncard).toHaveBeenCalledExactlyOnceWith('deck/card');
    expect(around.onlink).not.toHaveBeenCalled();
  });
});

describe('a picture', () => {
  it('is shown from a blob, which is given back at the end', async () => {
    const root = page('<img data-media="media/x.png" alt="A tree">');
    const leave = enhance(root, around);
    await settled();
    expect(around.loadMedia).toHaveBeenCalledExactlyOnceWith('media/x.png');
    expect(root.querySelector('img')?.src).toBe('blob:picture');
    leave();
    expect(URL.revokeObjectURL).toHaveBeenCalledExactlyOnceWith('blob:picture');
  });

  it('that comes too late makes no blob', async () => {
    const leave = enhance(page('<img data-media="media/x.png" alt="">'), around);
    leave();
    await settled();
    expect(URL.createObjectURL).not.toHaveBeenCalled();
  });

  it('that is missing leaves its words', async () => {
    around.loadMedia.mockRejectedValueOnce(new Error('gone'));
    const root = page('<img data-media="media/x.png" alt="A tree">');
    enhance(root, around);
    await settled();
    expect(root.textContent).toContain('media/x.png could not be read: A tree');
  });
});
