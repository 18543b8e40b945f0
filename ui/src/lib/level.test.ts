import { expect, it } from 'vitest';
import { alarmWords, levelWords, PeakHold, share } from './level';

it('fills the bar from 60 dB below full scale', () => {
  expect([null, -90, -60, -30, 0, 3].map(share)).toEqual([0, 0, 0, 0.5, 1, 1]);
});

it('says the level in words', () => {
  const words = [null, -60, -40, -12, -1].map((peakDbfs) => levelWords({ peakDbfs }));
  expect(words).toEqual(['nothing heard', 'nothing heard', 'quiet', 'good', 'very loud']);
});

it('holds the highest peak for a second and a half, then falls', () => {
  const hold = new PeakHold();
  expect(hold.next(-6)).toBeCloseTo(0.9);
  for (let view = 0; view < 15; view += 1) expect(hold.next(-30)).toBeCloseTo(0.9);
  expect(hold.next(-30)).toBeCloseTo(0.5);
});

it('says what is wrong and what to do', () => {
  expect(alarmWords('noSignal', 'USB microphone')).toMatch(/from USB microphone\. See that/);
  expect(alarmWords('noSignal', null)).toMatch(/from the microphone\./);
  expect(alarmWords('noSignal', null, 'above')).toMatch(/another one above\.$/);
  expect(alarmWords('clipping', null)).toMatch(/^Clipping: .* lower its level/);
});
