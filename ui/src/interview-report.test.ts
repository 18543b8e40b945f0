/** The report, its questions and the history as the learner works them: by name, by role, by key. */
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi } from '$lib/api/fake';
import { newTake } from '$lib/api/fake/take-rows';
import { type Route, Shell } from '$lib/shell.svelte';
import App from './App.svelte';

configure({ asyncUtilTimeout: 5000 });

let api: FakeApi;
let shell: Shell;

beforeEach(() => {
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  window.scrollTo = () => undefined;
  api = new FakeApi();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Opens the program at a place that is reached from others. */
async function open(route: Route) {
  const go = vi.spyOn(Shell.prototype, 'go');
  render(App, { api });
  await fireEvent.click(await screen.findByRole('button', { name: 'Settings' }));
  const found = go.mock.contexts[0];
  if (!(found instanceof Shell)) throw new Error('The rail went nowhere.');
  shell = found;
  shell.go(route);
}

async function key(name: string, init: KeyboardEventInit = {}) {
  await fireEvent.keyDown(document.activeElement ?? document.body, { key: name, ...init });
  await settled();
}

const focused = () => document.activeElement;

describe('a report', () => {
  it('opens with what it found, and leads to assessing by one key', async () => {
    await open({ view: 'interview-report', id: 'profiles-now' });
    expect(await screen.findByRole('heading', { level: 1, name: /not assessed yet/ })).toBeTruthy();
    expect(document.title).toBe('Report · Rehearse');
    expect(screen.getByText(/^No band yet for Communication/)).toBeTruthy();
    await key('a');
    expect(shell.route).toEqual({ view: 'interview-assess', id: 'profiles-now', at: null });
    expect(await screen.findByText('Question 1 of 6')).toBeTruthy();
  });

  it('starts a review of the cards that train a weakness', async () => {
    await open({ view: 'interview-report', id: 'profiles-before' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Review 2 cards' }));
    expect(shell.route).toEqual({
      view: 'review',
      scope: {
        kind: 'cards',
        ids: ['python-functions/default-list', 'python-functions/lost-help'],
      },
    });
    expect(await screen.findByRole('button', { name: /Leave/ })).toBeTruthy();
  });

  it('shows the signs of each band, selects none, and takes a band back', async () => {
    await open({ view: 'interview-report', id: 'profiles-now' });
    const axis = within(await screen.findByRole('group', { name: 'Testing' }));
    expect(axis.getByText('Tried the happy case only.')).toBeTruthy();
    expect(axis.queryByRole('radio', { checked: true })).toBeNull();
    await fireEvent.click(axis.getByRole('radio', { name: /^Below the bar/ }));
    await fireEvent.click(await axis.findByRole('button', { name: 'Take the band back' }));
    await settled();
    expect(axis.queryByRole('radio', { checked: true })).toBeNull();
    expect(api.calls.filter((call) => call.startsWith('setBand'))).toEqual([
      'setBand testing below',
      'setBand testing null',
    ]);
  });

  it('says where it was saved, and the focus is back on the menu', async () => {
    await open({ view: 'interview-report', id: 'profiles-before' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Export' }));
    await fireEvent.click(screen.getByRole('menuitem', { name: 'JSON' }));
    const saved = (await screen.findByText(/^Saved to/)).closest('[role=status]');
    expect(saved?.textContent).toContain('profiles-before.json');
    expect(focused()).toBe(screen.getByRole('button', { name: 'Export' }));
  });

  it('puts every answer on paper, and none of them on the screen before', async () => {
    await open({ view: 'interview-report', id: 'profiles-before' });
    await screen.findByRole('button', { name: /Print/ });
    expect(document.querySelectorAll('.printed > article')).toHaveLength(0);
    await key('p', { ctrlKey: true });
    expect(document.querySelectorAll('.printed > article')).toHaveLength(6);
    expect(api.calls).toContain('print');
  });

  it('that is gone says so and offers another try', async () => {
    await open({ view: 'interview-report', id: 'nobody' });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('not there any more');
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('assessing', () => {
  it('goes by keyboard alone: ticks, the next question, undo, back to the row', async () => {
    await open({ view: 'interview-assess', id: 'profiles-now', at: null });
    expect(await screen.findByText('Question 1 of 6')).toBeTruthy();
    await settled();
    expect(focused()?.textContent).toContain('what you have worked on');
    for (const tick of ['c', 'p', 'm']) await key(tick);
    expect(document.querySelector('#proposal')?.textContent).toContain('Hard');
    await key('Enter');
    expect(screen.getByText('Question 2 of 6')).toBeTruthy();
    expect(focused()?.textContent).toContain('How would you model one profile');
    for (const tick of ['c', 'c', 'c', 'c']) await key(tick);
    await key('u');
    expect(screen.queryByRole('radio', { checked: true })).toBeNull();
    await key('Escape');
    await screen.findByRole('heading', { name: 'Question by question' });
    await settled();
    expect(focused()?.textContent).toMatch(/^How would you model one profile/);
    expect((await api.interviewReport('profiles-now')).about.assessed).toBe(1);
  });

  it('shows which choice was taken and which is right, and Enter assesses it', async () => {
    await api.undoAssessment('composed', 0, 0);
    await open({ view: 'interview-assess', id: 'composed', at: null });
    const choices = within(await screen.findByRole('list', { name: 'Choices, checked' }));
    expect(choices.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      expect.stringContaining('Wrong, your choice'),
      expect.stringContaining('Right'),
      expect.stringContaining('Wrong'),
      expect.stringContaining('Wrong'),
    ]);
    await settled();
    await key('Enter');
    expect(screen.getByText('This moved the card’s schedule.')).toBeTruthy();
    await key('Enter');
    expect(shell.route).toMatchObject({ view: 'interview-report', id: 'composed' });
  });
});

describe('the history', () => {
  it('says how to hold the first one', async () => {
    api = new FakeApi({ cards: [] });
    await open({ view: 'interview-history' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Choose an interview' }));
    expect(shell.route).toEqual({ view: 'interviews' });
  });

  it('compares the two that are picked', async () => {
    await open({ view: 'interview-history' });
    const compare = await screen.findByRole('button', { name: 'Compare' });
    expect(compare).toHaveProperty('disabled', true);
    const [now, , , before] = screen.getAllByRole('checkbox');
    await fireEvent.click(now as HTMLElement);
    await fireEvent.click(before as HTMLElement);
    await fireEvent.click(compare);
    const table = within(await screen.findByRole('table'));
    const row = table.getByRole('row', { name: /^What does the GIL protect/ });
    expect(row.textContent).toMatch(/Hard\s*not assessed/);
  });

  it('asks before it deletes, and says what goes', async () => {
    await open({ view: 'interview-history' });
    await fireEvent.click(await screen.findByRole('button', { name: /^Delete Composed/ }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/keep the reviews/)).toBeTruthy();
    await fireEvent.click(dialog.getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('You held 4 interviews.')).toBeTruthy();
    await vi.waitFor(() => expect(focused()).toBe(screen.getByRole('heading', { level: 1 })));
  });

  it('repeats in the mode that one chooses', async () => {
    const begin = vi.spyOn(api, 'beginInterview').mockReturnValue(new Promise(() => undefined));
    await open({ view: 'interview-history' });
    await fireEvent.click(await screen.findByRole('button', { name: /^Repeat Composed/ }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByRole('radio', { name: /^Practice/ })).toHaveProperty('checked', true);
    await fireEvent.click(dialog.getByRole('radio', { name: /^Pressure/ }));
    await fireEvent.click(dialog.getByRole('button', { name: 'Begin' }));
    expect(begin).toHaveBeenCalledWith({
      source: { kind: 'again', id: 'composed' },
      mode: 'pressure',
    });
  });
});

describe('a question with a take', () => {
  const at = { stage: 1, turn: 0 };

  beforeEach(() => {
    const interview = { interview: 'profiles-now', title: '', ...at };
    const take = { questionHtml: 'Why?', durationMs: 95_000, interview };
    api.takesOf = () =>
      Promise.resolve([
        newTake({ ...take, id: 'gone', sound: 'deleted' }),
        newTake({ ...take, id: 'heard' }),
      ]);
  });

  it('is listened to from the report, with the way back to it', async () => {
    await open({ view: 'interview-report', id: 'profiles-now' });
    const listen = await screen.findByRole('button', {
      name: /^Listen to question .*, 1 min 35 s$/,
    });
    expect(screen.getAllByRole('button', { name: /^Listen/ })).toHaveLength(1);
    await fireEvent.click(listen);
    const from = { view: 'interview-report', id: 'profiles-now', at };
    expect(shell.route).toEqual({ view: 'take', id: 'heard', blind: false, from });
  });

  it('in several parts offers each, in the order in which they were said', async () => {
    const part = (id: string, durationMs: number) =>
      newTake({
        id,
        durationMs,
        questionHtml: 'Why?',
        interview: { interview: 'profiles-now', title: '', ...at },
      });
    api.takesOf = () => Promise.resolve([part('last', 5_000), part('first', 95_000)]);
    await open({ view: 'interview-report', id: 'profiles-now' });
    const buttons = await screen.findAllByRole('button', { name: /^Listen/ });
    expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
      expect.stringMatching(/, take 1 of 2, 1 min 35 s$/),
      expect.stringMatching(/, take 2 of 2, 5 s$/),
    ]);
  });

  it('is listened to from its assessment too', async () => {
    await open({ view: 'interview-assess', id: 'profiles-now', at });
    await fireEvent.click(await screen.findByRole('button', { name: /^Listen and judge/ }));
    await settled();
    const from = { view: 'interview-assess', id: 'profiles-now', at };
    expect(shell.route).toEqual({ view: 'take', id: 'heard', blind: false, from });
  });
});
