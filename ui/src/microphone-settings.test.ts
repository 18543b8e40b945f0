/** Choosing and trying a microphone in Settings. */
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, afterEach, expect, it } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import App from './App.svelte';
import { readViews } from './views';

configure({ asyncUtilTimeout: 10_000 });

let hear: () => void = () => undefined;

afterEach(cleanup);
afterAll(readViews); // what the first screen set off is done before the page goes

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

async function settings(change: (api: FakeApi) => void = () => undefined) {
  const api = new FakeApi({
    every: (_, each) => {
      hear = each;
      return () => (hear = () => undefined);
    },
  });
  change(api);
  render(App, { api });
  await fireEvent.click(await screen.findByRole('button', { name: 'Settings' }));
  const section = within(await screen.findByRole('region', { name: 'Microphone' }));
  await settled();
  return { api, section };
}

it('lists the microphones, the system’s own first, and keeps the choice', async () => {
  const { api, section } = await settings();
  const list = section.getByRole('combobox', { name: 'Device' });
  expect([...list.querySelectorAll('option')].map((one) => one.textContent?.trim())).toEqual([
    'As the system: Built-in microphone',
    'Built-in microphone',
    'Samson Q2U, USB',
  ]);
  await fireEvent.change(list, { target: { value: 'usb' } });
  await settled();
  expect((await api.settings()).microphone).toBe('usb');
});

it('is open only while it is tried, and says what it hears', async () => {
  const { api, section } = await settings();
  await fireEvent.click(section.getByRole('button', { name: 'Try it' }));
  await settled();
  expect(section.getByText('Microphone on')).toBeTruthy();
  expect(section.getByText(/Speak: the bar should move/)).toBeTruthy();
  api.sound.alarm = 'noSignal';
  hear();
  await settled();
  expect(section.getByRole('status').textContent).toMatch(/No signal/);
  await fireEvent.click(section.getByRole('button', { name: 'Stop' }));
  await settled();
  expect(api.sound.microphone().state).toBe('off');
});

it('goes on with the other microphone when one is chosen meanwhile', async () => {
  const { api, section } = await settings();
  await fireEvent.click(section.getByRole('button', { name: 'Try it' }));
  await settled();
  const list = section.getByRole('combobox', { name: 'Device' });
  await fireEvent.change(list, { target: { value: 'usb' } });
  await settled();
  expect(api.sound.microphone()).toMatchObject({ state: 'on', device: 'Samson Q2U, USB' });
});

it('closes with the page', async () => {
  const { api, section } = await settings();
  await fireEvent.click(section.getByRole('button', { name: 'Try it' }));
  await settled();
  await fireEvent.click(screen.getByRole('button', { name: 'Today' }));
  await settled();
  expect(api.sound.microphone().state).toBe('off');
});

it('says how to get one, and looks again', async () => {
  const { api, section } = await settings(({ sound }) => (sound.devices = []));
  expect(section.getByText(/Plug one in/)).toBeTruthy();
  api.sound.devices = [{ id: 'usb', name: 'USB', default: true }];
  await fireEvent.click(section.getByRole('button', { name: 'Look again' }));
  await settled();
  expect(section.getByRole('button', { name: 'Try it' })).toBeTruthy();
});

it('says why one cannot be opened', async () => {
  const { section } = await settings((api) => {
    api.openMicrophone = () => Promise.reject(new AppError('cannotOpen', 'Another has it.'));
  });
  await fireEvent.click(section.getByRole('button', { name: 'Try it' }));
  await settled();
  expect(section.getByText('Another has it.')).toBeTruthy();
});

it('says no longer what was wrong with one when another is chosen', async () => {
  const { section } = await settings((api) => {
    api.openMicrophone = () => Promise.reject(new AppError('cannotOpen', 'Another has it.'));
  });
  await fireEvent.click(section.getByRole('button', { name: 'Try it' }));
  await settled();
  const list = section.getByRole('combobox', { name: 'Device' });
  await fireEvent.change(list, { target: { value: 'usb' } });
  await settled();
  expect(section.queryByText('Another has it.')).toBeNull();
});
