/** Choosing and holding an interview as a candidate does it: by key, by name, by role. */
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import App from './App.svelte';
import { readViews } from './views';

configure({ asyncUtilTimeout: 5000 });

let api: FakeApi;
let now: number;
let tick: () => void;

beforeEach(async () => {
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  window.scrollTo = () => undefined;
  now = 1_000_000;
  api = new FakeApi({
    now: () => now,
    every: (_, each) => {
      tick = each;
      return () => undefined;
    },
  });
  render(App, { api });
  await screen.findByRole('navigation');
  await key('4', { ctrlKey: true });
  await screen.findByRole('button', { name: /Begin the interview/ });
});
afterEach(cleanup);
afterAll(readViews); // what the first screen set off is done before the page goes

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const focused = () => document.activeElement;
const button = (name: RegExp) => screen.queryByRole('button', { name });

/** Presses a key where the focus is. */
async function key(name: string, init: KeyboardEventInit = {}) {
  await fireEvent.keyDown(focused() ?? document.body, { key: name, ...init });
  await settled();
}
const alt = (name: string) => key(name, { altKey: true });
const answered = () => key('Enter', { ctrlKey: true });

async function begin(mode: 'Practice' | 'Under pressure' = 'Practice') {
  await fireEvent.click(screen.getByRole('radio', { name: new RegExp(`^${mode}`) }));
  (focused() as HTMLElement).blur();
  await key('Enter');
  await screen.findByText(/system that you know best/);
  await settled();
}

async function write(text: string) {
  await alt('n');
  await fireEvent.input(screen.getByRole('textbox', { name: 'Notes' }), {
    target: { value: text },
  });
}

describe('choosing', () => {
  it('shows who asks and the stages of the chosen one', async () => {
    await fireEvent.click(screen.getByRole('radio', { name: /^Erstgespräch/ }));
    const margin = within(screen.getByRole('complementary', { name: 'The chosen interview' }));
    expect(margin.getByText(/Herr Brandt/)).toBeTruthy();
    expect(margin.getByText('Meinungsverschiedenheiten im Entwicklungsteam')).toBeTruthy();
  });

  it('offers to read aloud only where there is a voice', () => {
    expect(screen.getByRole('checkbox', { name: 'Announce the time' })).toBeTruthy();
    expect(screen.queryByRole('checkbox', { name: /aloud/ })).toBeNull();
  });

  it('composes by Enter in the form, and says why each question is there', async () => {
    const deck = screen.getByRole('checkbox', { name: /^Stories/ });
    await fireEvent.click(deck);
    deck.focus();
    await key('Enter');
    expect(api.calls).not.toContain('begin');
    await fireEvent.click(screen.getByRole('button', { name: 'Compose' }));
    const composed = within(await screen.findByRole('region', { name: /^Composed: 1 question/ }));
    expect(composed.getByText(/never asked before/)).toBeTruthy();
    expect(composed.getByText(/shorter than asked/)).toBeTruthy();
  });

  it('leads to the earlier interviews', async () => {
    await fireEvent.click(screen.getByRole('button', { name: 'Earlier interviews' }));
    expect(document.title).toBe('Earlier interviews · Rehearse');
  });
});

describe('holding', () => {
  it('begins with the focus on the question, on a page of its own', async () => {
    await begin();
    expect(document.title).toBe('Interview · Rehearse');
    expect(focused()?.textContent).toMatch(/Ms Okafor.*system that you know best/s);
    expect(screen.queryByRole('navigation')).toBeNull();
  });

  it('takes no single key while one writes', async () => {
    await begin();
    await write('my part');
    await key('u');
    expect(document.title).toBe('Interview · Rehearse');
    await alt('h');
    expect(screen.getByText(/Say first what it is for/)).toBeTruthy();
    expect(focused()).toBe(screen.getByRole('textbox', { name: 'Notes' }));
  });

  it('leaves the notes with the first Escape, and the interview with the next', async () => {
    await begin();
    await write('my part');
    await key('Escape');
    expect(document.title).toBe('Interview · Rehearse');
    expect(focused()?.hasAttribute('data-scene')).toBe(true);
    await key('Escape');
    await settled();
    expect(document.title).not.toBe('Interview · Rehearse');
  });

  it('says what a hint costs, and sends the focus there when its button goes', async () => {
    await begin();
    const ask = screen.getByRole('button', { name: /Ask for a hint, costs 30 s/ });
    ask.focus();
    await fireEvent.click(ask);
    await settled();
    expect(focused()?.textContent).toMatch(/Say first/);
    expect(screen.getByText('2½ min left')).toBeTruthy();
  });

  it('covers the question while paused', async () => {
    await begin();
    await alt('p');
    expect(screen.getByRole('heading', { name: 'The clock waits.' })).toBeTruthy();
    expect(screen.queryByText(/system that you know best/)).toBeNull();
    await key('Enter');
    expect(screen.getByText(/system that you know best/)).toBeTruthy();
  });

  it('under pressure has neither hint nor pause, and goes on at once', async () => {
    await begin('Under pressure');
    await alt('p');
    await alt('h');
    expect([button(/hint/), button(/Pause/)]).toEqual([null, null]);
    await answered();
    expect(focused()?.textContent).toMatch(/key of a dictionary/);
    await key('2');
    expect(screen.getByRole('checkbox', { name: '(52, 13)' })).toHaveProperty('checked', true);
  });

  it('opens and closes the editor, and goes there', async () => {
    await begin();
    await alt('c');
    const code = screen.getByRole('textbox', { name: 'Code' });
    expect(focused()).toBe(code);
    await alt('c');
    expect(screen.queryByRole('textbox', { name: 'Code' })).toBeNull();
    expect(focused()).toBe(screen.getByRole('textbox', { name: 'Notes' }));
  });

  it('says once in the strip that half the time is used', async () => {
    await begin();
    now += 91_000;
    tick();
    expect(await screen.findAllByText('Half of this stage’s time is used.')).toHaveLength(2);
    await alt('e');
    expect(screen.queryAllByText('Half of this stage’s time is used.')).toHaveLength(1); // said, not shown
    expect(screen.getByText('4 min left')).toBeTruthy();
  });

  it('says when what was written cannot be saved, and keeps it', async () => {
    await begin();
    await write('my part');
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    await answered();
    expect(screen.getByRole('alert').textContent).toMatch(/The disk is full\. Nothing is lost/);
    expect(screen.getByRole('textbox', { name: 'Notes' })).toHaveProperty('value', 'my part');
    await answered();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByRole('region', { name: 'What you wrote' }).textContent).toMatch(/my part/);
  });

  it('asks before it ends, and then shows the report', async () => {
    await begin();
    await alt('q');
    expect(screen.getByText(/6 questions would stay open/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'End it' }));
    await vi.waitFor(() => expect(document.title).toBe('Report · Rehearse'));
  });
});

describe('the key points after an answer', () => {
  beforeEach(async () => {
    await begin();
    await write('what it is for');
    await answered();
  });

  it('stand beside what was written, with the focus on the question', () => {
    expect(focused()?.textContent).toMatch(/Question 1 of 6/);
    const wrote = screen.getByRole('region', { name: 'What you wrote' });
    expect(wrote.textContent).toMatch(/what it is for/);
    expect(screen.getByRole('region', { name: 'Expected answer' })).toBeTruthy();
  });

  it('are ticked by key, and the rating follows with its reason', async () => {
    await key('c');
    await key('p');
    expect(screen.queryByText('from your ticks')).toBeNull();
    await key('c');
    expect(screen.getByText('from your ticks')).toBeTruthy();
    expect(screen.getByText('2.5 of 3 points.')).toBeTruthy();
    await key('u');
    expect(screen.queryByText('from your ticks')).toBeNull();
    expect(screen.queryAllByRole('radio', { checked: true })).toEqual([]);
  });

  it('go on with Enter to the next question', async () => {
    await key('Enter');
    expect(focused()?.textContent).toMatch(/key of a dictionary/);
  });
});

describe('leaving', () => {
  it('saves, and the interview waits to be taken up again', async () => {
    await begin();
    await write('my part');
    (focused() as HTMLElement).blur();
    await key('Escape');
    expect(
      await screen.findByText(/You left “Backend engineer, Python” at “Opening”/),
    ).toBeTruthy();
    expect(screen.getByRole('button', { name: /Begin the/ })).toHaveProperty('disabled', true);
    await key('Enter');
    expect(await screen.findByRole('heading', { name: 'Ready when you are.' })).toBeTruthy();
    await key('Enter');
    expect(screen.getByRole('textbox', { name: 'Notes' })).toHaveProperty('value', 'my part');
  });

  it('by going elsewhere saves and stops the clock too', async () => {
    await begin();
    await write('my part');
    await key('1', { ctrlKey: true });
    expect(document.title).toBe('Today · Rehearse');
    await vi.waitFor(() => expect(api.mock.current?.phase).toBe('interrupted'));
    expect(api.mock.current?.view().draft.notes).toBe('my part');
  });

  it('can be made final, and leads to the report', async () => {
    await begin();
    await key('Escape');
    await fireEvent.click(await screen.findByRole('button', { name: 'End it' }));
    const dialog = within(screen.getByRole('dialog'));
    await fireEvent.click(dialog.getByRole('button', { name: 'End it' }));
    await fireEvent.click(await screen.findByRole('button', { name: 'See its report' }));
    expect(document.title).toBe('Report · Rehearse');
  });
});
