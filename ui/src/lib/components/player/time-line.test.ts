import { describe, expect, it } from 'vitest';
import {
  clockTime,
  longPauses,
  nextPauseEnd,
  overSilence,
  spoken,
  spokenTime,
  spread,
  wavePath,
} from './time-line';

const pauses = [
  { fromMs: 1000, toMs: 1900 },
  { fromMs: 5000, toMs: 6500 },
  { fromMs: 10_000, toMs: 13_000 },
  { fromMs: 20_000, toMs: 22_000 },
];

describe('what is played from the beginning', () => {
  it.each([
    [2100, 58_000, { fromMs: 1800, toMs: 59_000 }],
    [100, 59_800, { fromMs: 0, toMs: 60_000 }],
    [null, null, { fromMs: 0, toMs: 60_000 }],
  ])('first word at %s, last at %s', (first, last, span) => {
    expect(spoken(60_000, first, last)).toEqual(span);
  });
});

describe('pauses', () => {
  it('are long from two seconds on', () => {
    expect(longPauses(pauses)).toEqual(pauses.slice(2));
  });

  it.each([
    [10_100, null],
    [10_150, 12_850],
    [12_849, 12_850],
    [12_850, null],
    [5500, 6350],
    [1400, null],
    [8000, null],
  ])('at %i, jumping over silence goes on at %s', (at, to) => {
    expect(overSilence(at, pauses)).toBe(to);
  });

  it.each([
    [0, 12_850],
    [12_849.5, 21_850],
    [12_850, 21_850],
    [21_850, null],
  ])('from %i, the next long one ends at %s', (at, end) => {
    expect(nextPauseEnd(at, pauses)).toBe(end);
  });
});

describe('the wave', () => {
  it('has one bar for each column, the loudest inside', () => {
    expect(wavePath([0, 255, 10, 0], 2, 72)).toBe('M1.5 2V70M4.5 34.7V37.3');
  });

  it('spreads few columns over the whole width', () => {
    expect(wavePath([255], 4, 72)).toBe('M6 2V70');
  });

  it('keeps noise low, and draws silence as a line of dots', () => {
    expect(wavePath([12], 1, 72)).toBe('M1.5 27.5V44.5');
    expect(wavePath([0], 1, 72)).toBe('M1.5 35V37');
    expect(wavePath([], 100, 72)).toBe('');
  });
});

describe('labels above the line', () => {
  it('stay where they are when there is room', () => {
    expect(spread([10, 50, 90], 20, 100)).toEqual([10, 50, 90]);
  });

  it('move apart, and not over the edge', () => {
    expect(spread([10, 12, 90, 99], 20, 100)).toEqual([10, 30, 80, 100]);
    expect(spread([95, 96, 97], 20, 100)).toEqual([60, 80, 100]);
  });
});

it.each([
  [0, '0 seconds', '0:00'],
  [1000, '1 second', '0:01'],
  [72_900, '1 minute 12 seconds', '1:12'],
  [120_000, '2 minutes', '2:00'],
  [2_700_000, '45 minutes', '45:00'],
])('%i ms is said as %s, shown as %s', (ms, said, shown) => {
  expect([spokenTime(ms), clockTime(ms)]).toEqual([said, shown]);
});
