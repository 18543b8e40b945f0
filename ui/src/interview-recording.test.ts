/** Recording an interview as a candidate does it: by key, by name, by role. */
import { cleanup, configure, fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { FakeApi } from '$lib/api/fake';
import App from './App.svelte';
import { readViews } from './views';

configure({ asyncUtilTimeout: 5000 });

let api: FakeApi;
let now: number;

beforeEach(async () => {
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  window.scrollTo = () => undefined;
  now = 1_000_000;
  api = new FakeApi({ now: () => now, every: () => () => undefined });
  api.takesOf = () => Promise.resolve(api.sound.rows.filter((row) => row.interview !== null));
  api.predictTake = ({ take, rating }) => {
    const row = api.sound.rows.find(({ id }) => id === take);
    if (row) row.predicted = rating;
    return Promise.resolve();
  };
  render(App, { api });
  await screen.findByRole('navigation');
  await key('4', { ctrlKey: true });
  await screen.findByRole('button', { name: /Begin the interview/ });
});
afterEach(cleanup);
afterAll(readViews); // what the first screen set off is done before the page goes

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const focused = () => document.activeElement;

async function key(name: string, init: KeyboardEventInit = {}) {
  await fireEvent.keyDown(focused() ?? document.body, { key: name, ...init });
  await settled();
}

async function begin(record = true) {
  if (record) await fireEvent.click(screen.getByRole('checkbox', { name: 'Record my answers' }));
  (focused() as HTMLElement).blur();
  await settled();
  await key('Enter');
  await screen.findByText(/system that you know best/);
  await settled();
}

async function answer() {
  now += 30_000;
  await key('Enter', { ctrlKey: true });
}

it('is chosen on the page of interviews, with the microphone that it would use', async () => {
  const choice = screen.getByRole('checkbox', { name: 'Record my answers' });
  expect(choice).toHaveProperty('checked', false);
  expect(
    screen.getByText(/They stay on this computer\.\s+With Built-in microphone\./),
  ).toBeTruthy();
  await fireEvent.click(choice);
  await settled();
  expect((await api.settings()).recordInterviews).toBe(true);
});

it('shows the lamp while it records, and none where nothing is recorded', async () => {
  await begin();
  expect(screen.getByText('Recording')).toBeTruthy();
  expect(screen.getByRole('meter')).toBeTruthy();
  await key('v', { altKey: true });
  expect(screen.getByText('Microphone off')).toBeTruthy();
});

it('opens no microphone where it is not wanted, until Alt+V', async () => {
  await begin(false);
  expect(screen.queryByText('Recording')).toBeNull();
  expect(api.sound.microphone().state).toBe('off');
  await key('v', { altKey: true });
  expect(screen.getByText('Recording')).toBeTruthy();
});

it('asks how an answer went before it shows its key points', async () => {
  await begin();
  await answer();
  expect(screen.getByRole('heading', { name: 'How well did that go?' })).toBeTruthy();
  expect(screen.queryByRole('region', { name: 'Expected answer' })).toBeNull();
  await key('Enter');
  await key('c');
  expect(screen.getByRole('heading', { name: 'How well did that go?' })).toBeTruthy();
  await key('2');
  expect(screen.getByRole('region', { name: 'Expected answer' })).toBeTruthy();
  expect(focused()?.textContent).toMatch(/Question 1 of 6/);
  expect(api.sound.rows[0]?.predicted).toBe('hard');
  await key('Enter');
  expect(focused()?.textContent).toMatch(/key of a dictionary/);
});

it('shows the key points without a prediction to one who wants none', async () => {
  await begin();
  await answer();
  await fireEvent.click(screen.getByRole('button', { name: 'Show the key points without it' }));
  await settled();
  expect(screen.getByRole('region', { name: 'Expected answer' })).toBeTruthy();
});

it('closes the microphone as one leaves', async () => {
  await begin();
  await key('Escape');
  await settled();
  expect(api.sound.microphone().state).toBe('off');
});

it('goes on without a microphone, and says so once', async () => {
  api.sound.devices = [];
  await begin();
  expect(screen.getByRole('alert').textContent).toMatch(/No microphone.*goes on without/);
  await answer();
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.getByRole('region', { name: 'Expected answer' })).toBeTruthy();
});
