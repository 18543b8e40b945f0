import { expect, it, vi } from 'vitest';
import { AppError } from '$lib/api/errors';
import type { Settings } from '$lib/api/generated/Settings';
import { SettingsSession } from './settings-session.svelte';

const settings: Settings = {
  theme: 'system',
  textPercent: 100,
  singleKeys: true,
  announceTime: true,
  speakQuestions: false,
  recordInterviews: false,
  microphone: null,
  rolloverHour: 4,
};

it('is in force at once, and saved', async () => {
  const setSettings = vi.fn((wanted: Settings) => Promise.resolve(wanted));
  const onchange = vi.fn();
  const session = new SettingsSession({ setSettings }, settings, onchange);
  const saving = session.change({ theme: 'dark' });
  expect(onchange).toHaveBeenCalledWith({ ...settings, theme: 'dark' });
  await saving;
  expect(setSettings).toHaveBeenCalledOnce();
  expect(session.settings.theme).toBe('dark');
  expect(session.outcome).toEqual({ saved: true });
});

it('saves the last of many quick changes, one at a time', async () => {
  const answers: (() => void)[] = [];
  const setSettings = vi.fn(
    (wanted: Settings) => new Promise<Settings>((resolve) => answers.push(() => resolve(wanted))),
  );
  const session = new SettingsSession({ setSettings }, settings, () => undefined);
  const saving = session.change({ textPercent: 110 });
  void session.change({ textPercent: 120 });
  void session.change({ textPercent: 130 });
  expect(setSettings).toHaveBeenCalledOnce();
  answers[0]?.();
  await vi.waitFor(() => expect(setSettings).toHaveBeenCalledTimes(2));
  answers[1]?.();
  await saving;
  expect(setSettings).toHaveBeenLastCalledWith({ ...settings, textPercent: 130 });
  expect(session.settings.textPercent).toBe(130);
});

it('goes back to what was saved when saving is refused, and says why', async () => {
  const setSettings = () => Promise.reject(new AppError('cannotWrite', 'The disk is full.'));
  const onchange = vi.fn();
  const session = new SettingsSession({ setSettings }, settings, onchange);
  await session.change({ rolloverHour: 5 });
  expect(session.settings).toEqual(settings);
  expect(onchange).toHaveBeenLastCalledWith(settings);
  expect(session.outcome).toEqual({ saved: false, message: 'The disk is full.' });
});
