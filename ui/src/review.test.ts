import { cleanup, configure, fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import App from './App.svelte';
import { readViews } from './views';
import { FakeApi } from '$lib/api/fake';
import { AppError } from '$lib/api/errors';

configure({ asyncUtilTimeout: 5000 });

let api: FakeApi;

beforeEach(async () => {
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  window.scrollTo = () => undefined;
  api = new FakeApi();
  render(App, { api });
  await fireEvent.click(await screen.findByRole('button', { name: /start review/i }));
  await screen.findByRole('heading', { level: 1, name: /decorator works/ });
});
afterEach(cleanup);
afterAll(readViews); // what the first screen set off is done before the page goes

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Presses a key where the focus is. */
async function key(name: string, init: KeyboardEventInit = {}) {
  await fireEvent.keyDown(document.activeElement ?? document.body, {
    key: name === 'Space' ? ' ' : name,
    ...init,
  });
  await settled();
}

const focused = () => document.activeElement;
const answered = () => api.calls.filter((call) => call.startsWith('answer'));

describe('reviewing by keyboard', () => {
  it('starts with the focus on the question', async () => {
    await settled();
    expect(focused()).toBe(screen.getByRole('heading', { level: 1 }));
    expect(document.title).toBe('Review · Rehearse');
  });

  it('moves the focus to the answer, then to what comes next', async () => {
    await key('Space');
    expect(focused()?.getAttribute('aria-label')).toBe('Expected answer');
    await key('3');
    expect(focused()).toBe(screen.getByRole('heading', { level: 1, name: /would go on/ }));
    await key('Space');
    expect(focused()).toBe(screen.getByRole('heading', { level: 1, name: /last line print/ }));
  });

  it('judges the first open point from anywhere, the focused one from within', async () => {
    await key('Space');
    await key('c');
    expect(screen.getAllByRole('radio', { checked: true })).toHaveLength(1);
    const second = screen.getAllByRole<HTMLInputElement>('radio', { name: 'Covered' })[2];
    second?.focus();
    await key('m');
    const [, third] = screen.getAllByRole<HTMLInputElement>('radio', { checked: true });
    expect(third?.value).toBe('missed');
    expect(third?.closest<HTMLElement>('fieldset')?.dataset['point']).toBe('2');
    expect(focused()?.closest<HTMLElement>('fieldset')?.dataset['point']).toBe('3');
  });

  it('takes the proposal with Enter, and Good with Space', async () => {
    await key('Space');
    for (let point = 0; point < 4; point += 1) await key('m');
    expect(screen.getByRole('button', { name: /Again.*proposed/ })).toBeTruthy();
    await key('Enter');
    expect(answered()).toEqual(['answer again']);
    await key('u');
    await key('Space');
    for (let point = 0; point < 4; point += 1) await key('m');
    await key('Space');
    expect(answered()).toEqual(['answer again', 'answer good']);
  });

  it('picks choices by digit, checks with Enter, and says what was right in words', async () => {
    await key('Space');
    await key('3');
    await key('Space');
    await key('3');
    expect(screen.getAllByRole('radio', { checked: true })).toHaveLength(1);
    await key('Enter');
    const list = screen.getByRole('list', { name: 'Choices, checked' });
    expect(list.textContent).toContain('Wrong, your choice');
    expect(list.querySelector('.choice-right')?.textContent).toMatch(/Right/);
  });

  it('takes the follow-ups with Enter or f', async () => {
    await key('Space');
    await key('3');
    await key('Enter');
    expect(screen.getByRole('heading', { level: 1, name: /takes arguments itself/ })).toBeTruthy();
    await key('u');
    await key('Space');
    await key('3');
    await key('f');
    expect(screen.getByRole('heading', { level: 1, name: /takes arguments itself/ })).toBeTruthy();
  });

  it('opens the editor, and Escape asks before it throws a change away', async () => {
    await key('e');
    const text = await screen.findByRole<HTMLTextAreaElement>('textbox');
    await fireEvent.input(text, { target: { value: 'changed' } });
    const dialog = screen.getByRole('dialog');
    await fireEvent(dialog, new Event('cancel', { cancelable: true }));
    expect(screen.getByText(/Throw them away/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Throw away' }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('keeps the ticks while a dialog is open', async () => {
    await key('Space');
    await key('p');
    await key('i');
    expect(await screen.findByText(/Stability/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /Close/ }));
    expect(screen.getByRole('radio', { checked: true })).toHaveProperty('value', 'partly');
  });

  it('leaves with Escape', async () => {
    await key('Escape');
    expect(document.title).toBe('Today · Rehearse');
  });
});

describe('reviewing by mouse', () => {
  it('reaches every action on the card through More', async () => {
    await fireEvent.click(screen.getByRole('button', { name: 'More' }));
    const names = screen.getAllByRole('menuitem').map((item) => item.textContent?.trim());
    expect(names.map((name) => name?.replace(/.$/, ''))).toEqual([
      'Edit the question',
      'Mark',
      'Bury until tomorrow',
      'Suspend',
      'History and memory',
    ]);
    await fireEvent.click(screen.getByRole('menuitem', { name: /Mark/ }));
    await settled();
    expect(screen.getByText('Marked')).toBeTruthy();
    expect(focused()).toBe(screen.getByRole('button', { name: 'More' }));
  });
});

describe('what goes wrong', () => {
  it('is said beside the ratings, with the card still there', async () => {
    await key('Space');
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    await key('3');
    expect(screen.getByRole('alert').textContent).toContain('The disk is full.');
    await key('3');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(answered()).toHaveLength(2);
  });

  it('on disk is offered, not shown', async () => {
    api.changeOnDisk('python-functions/lost-help', { questionHtml: 'Rewritten?' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Show the new text' }));
    expect(screen.getByRole('heading', { level: 1, name: 'Rewritten?' })).toBeTruthy();
  });
});
