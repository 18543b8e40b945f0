import { beforeEach, expect, it } from 'vitest';
import { AppError } from './api/errors';
import type { MicrophoneView } from './api/generated/MicrophoneView';
import { Microphone } from './microphone.svelte';

const open: MicrophoneView = {
  state: 'on',
  device: 'USB microphone',
  peakDbfs: -12,
  levelDbfs: -20,
  alarm: null,
  take: null,
  recordedMs: 0,
  problem: null,
};

let calls: string[];
let opening: Promise<MicrophoneView>;
let listeners: Set<(view: MicrophoneView) => void>;

const api = {
  openMicrophone: () => {
    calls.push('open');
    return opening;
  },
  closeMicrophone: () => {
    calls.push('close');
    return Promise.resolve();
  },
  onMicrophoneChanged: (listener: (view: MicrophoneView) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
const send = (part: Partial<MicrophoneView>) =>
  listeners.forEach((listener) => listener({ ...open, ...part }));
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  calls = [];
  listeners = new Set();
  opening = Promise.resolve(open);
});

it('is open with its device, shows what it hears, and closes with the screen', async () => {
  const microphone = new Microphone(api);
  const leave = microphone.watch();
  expect(await microphone.open()).toBe(true);
  expect([microphone.isOpen, microphone.view.device]).toEqual([true, 'USB microphone']);
  send({ levelDbfs: -33 });
  expect(microphone.view.levelDbfs).toBe(-33);
  leave();
  await settled();
  expect([calls, microphone.isOpen, listeners.size]).toEqual([['open', 'close'], false, 0]);
});

it('says why it cannot be opened, and may be opened again', async () => {
  opening = Promise.reject(new AppError('invalidState', 'Another program has the microphone.'));
  const microphone = new Microphone(api);
  expect(await microphone.open()).toBe(false);
  expect(microphone.problem).toBe('Another program has the microphone.');
  opening = Promise.resolve(open);
  expect(await microphone.open()).toBe(true);
  expect(microphone.problem).toBeNull();
});

it('counts as closed when it opens to nothing', async () => {
  opening = Promise.resolve({ ...open, state: 'off', problem: 'No microphone.' });
  const microphone = new Microphone(api);
  expect(await microphone.open()).toBe(false);
  expect(microphone.problem).toBe('No microphone.');
});

it('closes only after it has opened, when the screen goes in between', async () => {
  let opened: (view: MicrophoneView) => void = () => undefined;
  opening = new Promise((resolve) => (opened = resolve));
  const microphone = new Microphone(api);
  const leave = microphone.watch();
  void microphone.open();
  await settled();
  leave();
  await settled();
  expect(calls).toEqual(['open']);
  opened(open);
  await settled();
  expect(calls).toEqual(['open', 'close']);
});

it('is not closed by a screen that goes after the next one has opened it', async () => {
  const before = new Microphone(api);
  const leave = before.watch();
  await before.open();
  const after = new Microphone(api);
  after.watch();
  const opened = after.open();
  leave();
  expect(await opened).toBe(true);
  await settled();
  expect(calls).toEqual(['open', 'open']);
  await after.close();
});

it('says an alarm at once, and keeps it until it could be read', async () => {
  const microphone = new Microphone(api);
  microphone.watch();
  await microphone.open();
  send({ alarm: 'clipping' });
  expect(microphone.alarm).toBe('clipping');
  for (let view = 0; view < 19; view += 1) send({});
  expect(microphone.alarm).toBe('clipping');
  send({});
  expect(microphone.alarm).toBeNull();
  await microphone.close();
});
