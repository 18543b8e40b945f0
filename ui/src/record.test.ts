/** Answering aloud as a learner does it: by key, by name, by role. */
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import type { Rating } from '$lib/api/generated/Rating';
import App from './App.svelte';
import { readViews } from './views';

configure({ asyncUtilTimeout: 10_000 });

let api: FakeApi;
let now: number;
let hear: () => void;
let predicted: Rating[];

beforeEach(async () => {
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  window.scrollTo = () => undefined;
  now = 1_000_000;
  predicted = [];
  api = new FakeApi({
    now: () => now,
    every: (_, each) => {
      hear = each;
      return () => (hear = () => undefined);
    },
  });
  api.predictTake = ({ rating }) => {
    predicted.push(rating);
    return Promise.resolve();
  };
  api.takesOf = (whose) => {
    const card = whose.kind === 'card' ? whose.card : '';
    return Promise.resolve(api.sound.rows.filter((row) => row.card?.id === card));
  };
  render(App, { api });
  await fireEvent.click(await screen.findByRole('button', { name: /start review/i }));
  await screen.findByRole('heading', { level: 1, name: /decorator works/ });
  await settled();
});
afterEach(cleanup);
afterAll(readViews); // what the first screen set off is done before the page goes

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const focused = () => document.activeElement;
const title = () => document.title.replace(' · Rehearse', '');

async function key(name: string, init: KeyboardEventInit = {}) {
  const pressed = name === 'Space' ? ' ' : name;
  await fireEvent.keyDown(focused() ?? document.body, { key: pressed, ...init });
  await settled();
}
const aloud = () => key('V', { shiftKey: true });

async function speak(ms: number) {
  now += ms;
  hear();
  await settled();
}

describe('a question of a review', () => {
  it('is answered aloud by Shift+V, and recording has begun', async () => {
    await aloud();
    expect(title()).toBe('Answer aloud');
    expect(screen.getByText('Recording')).toBeTruthy();
    expect(screen.getByText('Built-in microphone')).toBeTruthy();
    expect(focused()).toBe(screen.getByRole('heading', { level: 1, name: /decorator works/ }));
  });

  it('offers it by a button before the answer is shown, and not after', async () => {
    expect(screen.getByRole('button', { name: /Answer aloud/ })).toBeTruthy();
    await key('Space');
    expect(screen.queryByRole('button', { name: /Answer aloud/ })).toBeNull();
    await aloud();
    expect(title()).toBe('Review');
  });

  it('is not asked for its takes until one wants to hear one', async () => {
    let asked = 0;
    api.takesOf = async () => {
      asked += 1;
      return Promise.resolve([]);
    };
    expect(asked).toBe(0);
    await key('v');
    expect(screen.getByText('No take of this question yet.')).toBeTruthy();
    expect([asked, title()]).toEqual([1, 'Review']);
  });

  it('opens its newest take by v', async () => {
    await aloud();
    await speak(9000);
    await key('Space');
    await key('Escape');
    expect(title()).toBe('Review');
    await key('v');
    expect(title()).toBe('Take');
  });
});

describe('while it records', () => {
  beforeEach(aloud);

  it('shows the time against the budget, and by how much it is over', async () => {
    expect(screen.getByText('2 min left')).toBeTruthy();
    await speak(140_000);
    expect(screen.getByText('20 s over')).toBeTruthy();
  });

  it('says an alarm in a sentence with what to do', async () => {
    api.sound.alarm = 'noSignal';
    await speak(100);
    expect(screen.getByRole('alert').textContent).toMatch(
      /nothing is heard from Built-in microphone\. See that it is plugged in/,
    );
    expect(screen.getByRole('meter').getAttribute('aria-valuetext')).toBe('nothing heard');
  });

  it('takes single keys as text while one writes, and ends by Ctrl+Enter', async () => {
    await key('n', { altKey: true });
    const notes = screen.getByRole('textbox', { name: 'Notes' });
    expect(focused()).toBe(notes);
    await fireEvent.input(notes, { target: { value: 'wraps' } });
    await speak(2000);
    await key('V', { shiftKey: true });
    await key(' ');
    await key('h');
    expect(title()).toBe('Answer aloud');
    await key('Enter', { ctrlKey: true });
    expect(screen.getByRole('heading', { name: 'How well did that go?' })).toBeTruthy();
    expect(api.sound.texts.get('new-1')?.notes).toBe('wraps');
  });

  it.each([['Space', {}] as const, ['Enter', {}] as const, ['V', { shiftKey: true }] as const])(
    'ends by %s outside of text',
    async (name, init) => {
      await speak(2000);
      await key(name, init);
      expect(screen.getByText('2 s, within the budget of 2 min.')).toBeTruthy();
    },
  );

  it('starts over at once', async () => {
    await speak(30_000);
    await key('o', { altKey: true });
    await speak(100);
    expect(screen.getByText('Recording')).toBeTruthy();
    expect(api.sound.microphone().recordedMs).toBe(100);
  });

  it('leaves at once within a few words, and asks later', async () => {
    await speak(6000);
    await key('Escape');
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/It is 6 s long/)).toBeTruthy();
    expect(api.sound.microphone().state).toBe('recording');
    await fireEvent.click(dialog.getByRole('button', { name: 'Throw it away' }));
    await settled();
    expect([title(), api.sound.microphone().state]).toEqual(['Review', 'off']);
    expect(api.sound.rows.some(({ id }) => id === 'new-1')).toBe(false);
    await aloud();
    await speak(1000);
    await key('Escape');
    expect(title()).toBe('Review');
  });

  it('keeps the take of one who goes elsewhere, and closes the microphone', async () => {
    await speak(20_000);
    await key('1', { ctrlKey: true });
    expect([title(), api.sound.microphone().state]).toEqual(['Today', 'off']);
    expect(api.sound.rows[0]).toMatchObject({ id: 'new-1', durationMs: 20_000 });
  });
});

describe('the prediction', () => {
  beforeEach(async () => {
    await aloud();
    await speak(60_000);
    await key('Space');
  });

  it('is asked with the microphone on standby', () => {
    expect(screen.getByText('Microphone on')).toBeTruthy();
  });

  it('is one key, and leads to the take', async () => {
    await key('3');
    expect([predicted, title()]).toEqual([['good'], 'Take']);
    await settled();
    expect(api.sound.microphone().state).toBe('off');
  });

  it('that cannot be kept is asked again', async () => {
    api.predictTake = () => Promise.reject(new AppError('cannotWrite', 'The disk is full.'));
    await key('3');
    expect(screen.getByRole('alert').textContent).toMatch(/The disk is full/);
    expect(title()).toBe('Answer aloud');
  });

  it('may be left for later', async () => {
    await key('Escape');
    expect([title(), api.sound.rows[0]?.id]).toEqual(['Review', 'new-1']);
  });
});

it('says how to get a microphone when there is none, and leads back', async () => {
  api.sound.devices = [];
  await aloud();
  expect(screen.getByRole('heading', { name: 'Your answer cannot be recorded now.' })).toBe(
    focused()?.querySelector('h1'),
  );
  expect(screen.getByText(/Plug one in/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: /Answer in your head/ }));
  await settled();
  expect(title()).toBe('Review');
});

it('leads to Settings when another microphone is to be chosen', async () => {
  api.sound.devices = [];
  await aloud();
  await fireEvent.click(screen.getByRole('button', { name: 'Choose in Settings' }));
  await settled();
  expect(title()).toBe('Settings');
});

it('asks nothing about a take that ended by itself meanwhile', async () => {
  await aloud();
  await speak(12_000);
  await key('Escape');
  expect(screen.getByRole('dialog')).toBeTruthy();
  api.sound.unplug();
  await settled();
  api.sound.devices = [{ id: 'usb', name: 'USB', default: true }];
  await fireEvent.click(screen.getByRole('button', { name: 'Record it again' }));
  await settled();
  expect([screen.queryByRole('dialog'), screen.queryByText('Recording')]).toEqual([
    null,
    expect.anything(),
  ]);
});

it('keeps what was said when the microphone goes', async () => {
  await aloud();
  await speak(12_000);
  api.sound.unplug();
  await settled();
  expect(screen.getByRole('alert').textContent).toMatch(/is gone.*until then is kept\.$/s);
  expect(screen.getByRole('heading', { name: 'How well did that go?' })).toBeTruthy();
});

it('says that a take is empty, and starts again', async () => {
  await aloud();
  await key('Space');
  expect(screen.getByText(/Nothing was recorded, so/)).toBeTruthy();
  await key('Space');
  expect(screen.getByText('Recording')).toBeTruthy();
});
