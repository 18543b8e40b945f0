/** Listening to a take and judging it, as the learner does: by name, by role, by key. */
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { type Route, Shell } from '$lib/shell.svelte';
import App from './App.svelte';
import { readViews } from './views';

configure({ asyncUtilTimeout: 5000 });

let api: FakeApi;
let shell: Shell;
const from: Route = { view: 'takes' };

beforeAll(readViews, 60_000);
beforeEach(() => {
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  window.scrollTo = () => undefined;
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockReturnValue();
  vi.spyOn(HTMLMediaElement.prototype, 'load').mockReturnValue();
  Object.assign(URL, { createObjectURL: () => 'blob:take', revokeObjectURL: () => undefined });
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

async function take(id: string, { blind = false, back = from } = {}) {
  await open({ view: 'take', id, blind, from: back });
  await vi.waitFor(() => {
    expect(document.querySelector('.take-top, .take [role="alert"]')).toBeTruthy();
  });
  await settled();
}

async function key(name: string, init: KeyboardEventInit = {}) {
  await fireEvent.keyDown(document.activeElement ?? document.body, { key: name, ...init });
  await settled();
}

/** The sound of the page is read, and stands at a moment. */
async function listenTo(seconds: number) {
  const audio = document.querySelector('audio');
  if (!audio) throw new Error('There is no player.');
  await vi.waitFor(() => expect(audio.hasAttribute('src')).toBe(true));
  await fireEvent(audio, new Event('loadedmetadata'));
  const slider = screen.getByRole('slider', { name: 'Position' });
  await fireEvent.keyDown(slider, { key: 'Home' });
  for (let at = 0; at < seconds; at += 1) await fireEvent.keyDown(slider, { key: 'ArrowRight' });
}

describe('a take that was not predicted', () => {
  it('asks for that first, by one key, and can be heard before', async () => {
    await take('take-5');
    expect(screen.getByRole('heading', { name: 'How well did that go?' })).toBeTruthy();
    expect(screen.queryByText('Expected answer')).toBeNull();
    expect(screen.getByRole('button', { name: /^Play/ })).toBeTruthy();
    await key('2');
    expect(await screen.findByRole('heading', { name: 'Expected answer' })).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Expected answer' }));
    expect(screen.getByText('You predicted')).toBeTruthy();
  });
});

describe('listening', () => {
  it('is a slider with a spoken value', async () => {
    await take('take-4');
    await listenTo(3);
    const slider = screen.getByRole('slider', { name: 'Position' });
    expect(slider.getAttribute('aria-valuetext')).toBe('3 seconds of 2 minutes 41 seconds');
    await fireEvent.keyDown(slider, { key: 'PageUp' });
    expect(slider.getAttribute('aria-valuenow')).toBe('13');
    await fireEvent.keyDown(slider, { key: 'End' });
    expect(slider.getAttribute('aria-valuenow')).toBe('161');
  });

  it('plays and pauses with Space, and says the speed', async () => {
    await take('take-4');
    await listenTo(3);
    await key(' ');
    expect(screen.getByRole('button', { name: /^Pause/ })).toBeTruthy();
    await key(' ');
    expect(screen.getByRole('button', { name: /^Play/ })).toBeTruthy();
    await key('s');
    expect(screen.getByRole('button', { name: 'Speed: 1.25 ×' })).toBeTruthy();
    await key('S', { shiftKey: true });
    expect(screen.getByRole('button', { name: 'Speed: 1 ×' })).toBeTruthy();
  });

  it('says when the bytes cannot be read, and tries again', async () => {
    vi.spyOn(api, 'takeAudio').mockRejectedValueOnce(new AppError('notFound', 'The file is gone.'));
    await take('take-4');
    expect(await screen.findByText('The file is gone.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('button', { name: /^Play/ })).toBeTruthy();
  });

  it('marks moments, which are flags to play from', async () => {
    await take('take-4');
    await listenTo(7);
    await key('b');
    expect(
      screen.getByRole('button', { name: 'Flag: play from marked moment at 0:07' }),
    ).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Clear the marker at 0:07' }));
    expect(screen.queryByRole('button', { name: /marked moment/ })).toBeNull();
  });
});

describe('judging', () => {
  it('goes by keys from the first open point, and marks where it was heard', async () => {
    await take('take-4');
    await listenTo(5);
    await key('c');
    expect(screen.getByRole('button', { name: 'Marked at 0:05: play from there' })).toBeTruthy();
    expect(screen.getByRole('button', { name: '1: play from key point 1 at 0:05' })).toBeTruthy();
    for (const one of ['p', 'c', 'c', 'm']) await key(one);
    expect(await screen.findByText(/from your ticks, as you predicted: 3.5 of 5/)).toBeTruthy();
  });

  it('takes the derived rating with Enter, shows what was kept, and takes it back with u', async () => {
    await take('take-4');
    for (const one of ['c', 'c', 'c', 'p', 'm']) await key(one);
    await key('Enter');
    expect(await screen.findByText(/is what your ticks say/)).toBeTruthy();
    expect(document.activeElement?.textContent).toMatch(/Good is what your ticks say/);
    await key('u');
    expect(await screen.findByText(/from your ticks/)).toBeTruthy();
    expect(screen.getAllByRole('radio', { name: 'Covered', checked: true })).toHaveLength(3);
  });

  it('goes straight back to a review', async () => {
    const back: Route = { view: 'review', scope: null };
    await take('take-4', { back });
    for (const one of ['c', 'c', 'c', 'p', 'm']) await key(one);
    await key('1');
    await vi.waitFor(() => expect(shell.route).toEqual(back));
    expect(api.spoken.takePage('take-4', false).assessment).toMatchObject({
      derived: 'good',
      rating: 'again',
    });
  });

  it('says the answer again, shorter', async () => {
    await take('take-3');
    await fireEvent.click(screen.getByRole('button', { name: 'Say it again, shorter' }));
    expect(shell.route).toMatchObject({ view: 'record', shorterThan: 'take-3', from });
  });

  it('saves on the way out, and stays when that fails', async () => {
    await take('take-4');
    await key('c');
    vi.spyOn(api, 'saveTakeWork').mockRejectedValueOnce(
      new AppError('cannotWrite', 'The disk is full.'),
    );
    await key('Escape');
    expect(
      await screen.findByText(/The disk is full\. Your ticks are still on this page/),
    ).toBeTruthy();
    expect(shell.route.view).toBe('take');
    await key('Escape');
    expect(shell.route).toEqual(from);
    expect(api.spoken.takePage('take-4', false).work.points).toHaveLength(1);
  });

  it('compares the code with the solution, the signs in words', async () => {
    await take('take-4');
    await fireEvent.click(screen.getByLabelText('Compared with the solution'));
    const code = screen.getByRole('region', { name: 'Your code compared with the solution' });
    expect(within(code).getAllByText('only yours:').length).toBeGreaterThan(0);
    expect(code.textContent).toMatch(/only in the solution: import threading/);
  });

  it('without the first judgement shows no rating, and ends with a comparison', async () => {
    await take('take-3', { blind: true });
    expect(screen.getByText(/That judgement stays hidden/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Again/ })).toBeNull();
    for (const one of ['c', 'c', 'c', 'p', 'm']) await key(one);
    await key('Enter');
    expect(await screen.findByText(/You judged 3 of 5/, { selector: '[data-kept]' })).toBeTruthy();
  });
});

describe('a take without its sound', () => {
  it('that was deleted can still be judged', async () => {
    await take('take-1');
    expect(screen.getByText(/was deleted/)).toBeTruthy();
    expect(document.querySelector('audio')).toBeNull();
    expect(screen.getByRole('button', { name: 'Judge again' })).toBeTruthy();
  });

  it('says where a missing file is expected', async () => {
    const row = api.spoken.rows.find(({ id }) => id === 'take-4');
    if (row) row.sound = 'missing';
    await take('take-4');
    expect(screen.getByText(/It is expected at .*take-4\.flac/)).toBeTruthy();
  });
});

describe('a take', () => {
  it('that is not there says so', async () => {
    await take('nowhere');
    expect(await screen.findByText('This take is not there any more.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('is deleted only after a question', async () => {
    const deleted = vi.spyOn(api, 'deleteTakes').mockRejectedValue(new AppError('internal', 'No.'));
    await take('take-3');
    await fireEvent.click(screen.getByRole('button', { name: 'More' }));
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Delete the sound…' }));
    expect(deleted).not.toHaveBeenCalled();
    expect(screen.getByText('This take is starred.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Delete the sound' }));
    expect(deleted).toHaveBeenCalledWith(['take-3']);
    expect(await screen.findByText('No.')).toBeTruthy();
  });

  it('is exported, and says where to', async () => {
    vi.spyOn(api, 'exportTake').mockResolvedValue('/home/ada/take-3.wav');
    await take('take-3');
    await fireEvent.click(screen.getByRole('button', { name: 'More' }));
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Export as WAV' }));
    expect(await screen.findByText('The take was written to /home/ada/take-3.wav')).toBeTruthy();
  });

  it('stands beside an earlier one, the earlier one first', async () => {
    await take('take-3');
    await fireEvent.click(screen.getByRole('button', { name: /^Compare with/ }));
    const table = await screen.findByRole('table');
    const row = (name: string) =>
      within(table).getByRole('row', { name: new RegExp(`^${name}`) }).textContent ?? '';
    expect(row('Length')).toMatch(/3:20.*2:41.*−39 s/s);
    expect(screen.getAllByRole('slider', { name: 'Position' })).toHaveLength(2);
    await key('Escape');
    expect(shell.route).toMatchObject({ view: 'take', id: 'take-3' });
  });
});
