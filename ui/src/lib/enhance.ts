/**
 * What the core's HTML gets on top once it is in the page: colours, a copy button, line numbers,
 * pictures, and links that ask before they leave.
 */
import { highlight, languageName } from './highlight';

/** Samples longer than this get line numbers: one can say "look at line 14". */
const NUMBERED_FROM = 13;

export interface Surroundings {
  /** Loads a picture of the deck. */
  loadMedia: (path: string) => Promise<ArrayBuffer>;
  /** A link to a page outside. */
  onlink: (url: string) => void;
  /** A link to another card. */
  oncard: (id: string) => void;
  /** Says something politely. */
  announce: (text: string) => void;
}

/** Enhances everything inside `root`; returns how to take leave of it. */
export function enhance(root: HTMLElement, around: Surroundings): () => void {
  for (const block of root.querySelectorAll<HTMLElement>('.code')) enhanceCode(block, around);
  const forgetMedia = [...root.querySelectorAll('img')].map((img) => showMedia(img, around));

  const onclick = (event: Event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link) return;
    event.preventDefault();
    const { external, card } = link.dataset;
    if (card !== undefined) around.oncard(card);
    else if (external !== undefined) around.onlink(link.getAttribute('href') ?? external);
  };
  root.addEventListener('click', onclick);
  root.addEventListener('auxclick', onclick);
  return () => {
    root.removeEventListener('click', onclick);
    root.removeEventListener('auxclick', onclick);
    for (const forget of forgetMedia) forget();
  };
}

function enhanceCode(block: HTMLElement, around: Surroundings): void {
  const sample = block.querySelector<HTMLElement>('pre:not(.output)');
  const output = block.querySelector<HTMLElement>('pre.output');
  const language = block.dataset['language'] ?? '';
  if (output) nameRegion(output, 'What it prints');
  if (!sample) return;
  nameRegion(sample, `${language ? languageName(language) : 'Code'} sample`);

  const text = (sample.textContent ?? '').replace(/\n$/, '');
  const coloured = highlight(text, language);
  const code = document.createElement('code');
  if (coloured === null) code.textContent = text;
  else code.innerHTML = coloured; // escaped by the highlighter
  sample.replaceChildren(code);

  const lines = text.split('\n').length;
  if (lines >= NUMBERED_FROM) {
    const numbers = document.createElement('span');
    numbers.className = 'line-numbers';
    numbers.setAttribute('aria-hidden', 'true');
    numbers.textContent = Array.from({ length: lines }, (_, index) => index + 1).join('\n');
    sample.prepend(numbers);
    sample.classList.add('numbered');
  }
  block.prepend(copyButton(text, around));
}

function nameRegion(pre: HTMLElement, name: string): void {
  pre.tabIndex = 0; // a region that scrolls must be reachable by keyboard
  pre.setAttribute('role', 'group'); // not a landmark: a page may have many
  pre.setAttribute('aria-label', name);
}

function copyButton(text: string, around: Surroundings): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy code');
  button.addEventListener('click', () => {
    void copy(text).then((copied) => {
      button.textContent = copied ? 'Copied' : 'Not copied';
      button.setAttribute('aria-label', copied ? 'Copied code' : 'Not copied, copy code');
      around.announce(copied ? 'Copied' : 'The clipboard did not take it.');
    });
  });
  button.addEventListener('blur', () => {
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy code');
  });
  return button;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

const types: Record<string, string> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};

/** Puts the picture's bytes behind a blob address; returns how to give it back. */
function showMedia(img: HTMLImageElement, around: Surroundings): () => void {
  const path = img.dataset['media'];
  if (path === undefined) return () => undefined;
  let address: string | null = null;
  let gone = false;
  const type = types[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
  around.loadMedia(path).then(
    (bytes) => {
      if (gone) return;
      address = URL.createObjectURL(new Blob([bytes], { type }));
      img.src = address;
    },
    () => {
      const words = document.createElement('span');
      words.className = 'meta';
      words.textContent = `Picture ${path} could not be read: ${img.alt}`;
      img.replaceWith(words);
    },
  );
  return () => {
    gone = true;
    if (address) URL.revokeObjectURL(address);
  };
}
