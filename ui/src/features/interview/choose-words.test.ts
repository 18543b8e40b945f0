import { expect, it } from 'vitest';
import { endsAbout, figure, lastBegun, microphoneWords, unfinishedWords } from './choose-words';

it('says about when it ends', () => {
  const now = new Date(2026, 10, 20, 19, 42).getTime();
  expect(endsAbout(now, 33, 'pressure')).toBe('Ends about 20:15.');
  expect(endsAbout(now, 33, 'practice')).toBe('Ends about 20:15, later with pauses.');
});

it('says where one left an interview', () => {
  const left = { id: 'i', title: 'T', begunAt: 0, stage: 'S', minutesLeft: 12, mode: 'practice' };
  expect(unfinishedWords({ ...left, mode: 'practice' })).toBe('You left “T” at “S”: 12 min left.');
  expect(unfinishedWords({ ...left, mode: 'practice', minutesLeft: 0 })).toMatch(/is used up\.$/);
});

it('says when one was last begun', () => {
  expect(lastBegun(new Date(2026, 10, 18, 18, 30).getTime())).toBe('last begun 18 November 2026');
  expect(lastBegun(null)).toBe('');
});

it('says minutes with one decimal at most', () => {
  expect([figure(3), figure(1.5), figure(2.333)]).toEqual(['3 min', '1.5 min', '2.3 min']);
});

it('says with which microphone it would record, or why with none', () => {
  const devices = [
    { id: 'usb', name: 'USB', default: false },
    { id: 'own', name: 'Built-in', default: true },
  ];
  const words = (chosen: string | null, part = {}) =>
    microphoneWords({ devices, chosen, problem: null, ...part });
  expect(words(null)).toBe('With Built-in.');
  expect(words('usb')).toBe('With USB.');
  expect(words('gone')).toBe(
    'The microphone chosen in Settings is not there: connect it, or choose another one there.',
  );
  expect(words(null, { devices: [], problem: 'Plug one in.' })).toBe('Plug one in.');
});
