import { describe, expect, it } from 'vitest';
import type { ClockView } from '$lib/api/generated/ClockView';
import { allLeft, halves, saidWords, speaker, spentOf, timeLeft, usedPercent } from './words';

const MINUTE = 60_000;

describe('the time left', () => {
  it.each([
    [15 * MINUTE, 9 * MINUTE, false, '6 min left'],
    [15 * MINUTE, 9 * MINUTE + 10_000, false, '6 min left'],
    [15 * MINUTE, 9 * MINUTE + 10_000, true, '5:50 left'],
    [14.5 * MINUTE, 10_000, false, '14½ min left'],
    [15 * MINUTE, 14 * MINUTE, false, '60 s left'],
    [15 * MINUTE, 14 * MINUTE + 12_400, false, '48 s left'],
    [15 * MINUTE, 15 * MINUTE, false, '0 s left'],
    [15 * MINUTE, 15 * MINUTE + 20_000, false, '20 s over'],
    [15 * MINUTE, 17 * MINUTE + 20_000, false, '2 min over'],
    [15 * MINUTE, 17 * MINUTE + 20_000, true, '2:20 over'],
  ])('of %d ms after %d, seconds %s: %s', (budget, spent, seconds, words) => {
    expect(timeLeft(budget, spent, seconds)).toBe(words);
  });
});

it('says minutes of the budget, which a hint may cut by half a minute', () => {
  expect(spentOf(14.5 * MINUTE, 9 * MINUTE + 50_000)).toBe('9½ of 14½ min');
  expect(spentOf(5 * MINUTE, 0)).toBe('5 min');
  expect([halves(0.5), halves(1), halves(2.5)]).toEqual(['½', '1', '2½']);
});

it('says what is left in all, and how far the whole budget is used', () => {
  const clock = { budgetsMs: [10 * MINUTE, 20 * MINUTE], spentMs: [12 * MINUTE, 0] } as ClockView;
  expect(allLeft(clock)).toBe('18 of 30 min left in all');
  expect(usedPercent(clock)).toBe(40);
  expect(allLeft({ ...clock, budgetsMs: [2.5 * MINUTE], spentMs: [1000] })).toBe(
    '2½ of 2½ min left in all',
  );
  const over = { ...clock, spentMs: [12 * MINUTE, 21 * MINUTE] };
  expect(allLeft(over)).toBe('3 min over in all');
  expect(usedPercent(over)).toBe(100);
});

it('knows the speaker from who asks and in what manner', () => {
  expect(speaker('Ms Lindqvist, a lead, friendly')).toBe('Ms Lindqvist');
  expect(speaker('Dr. Osei, terse')).toBe('Dr. Osei');
  expect(speaker('')).toBe('Interviewer');
  expect(speaker('A panel of three people from the team that you would join')).toBe('Interviewer');
});

it('says what became of an earlier turn', () => {
  const turn = { saysHtml: '', skipped: false, spentMs: 190_000, noteWords: 1, codeLines: 14 };
  expect(saidWords(turn)).toBe('Answered in 3 min 10 s, 1 word of notes, 14 lines of code');
  expect(saidWords({ ...turn, skipped: true })).toBe('Skipped after 3 min 10 s');
});
