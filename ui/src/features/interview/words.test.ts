import { expect, it } from 'vitest';
import type { ClockView } from '$lib/api/generated/ClockView';
import { allLeft, saidWords, speaker, spentOf, usedPercent } from './words';

const MINUTE = 60_000;

it('says minutes of the budget, which a hint may cut by half a minute', () => {
  expect(spentOf(14.5 * MINUTE, 9 * MINUTE + 50_000)).toBe('9½ of 14½ min');
  expect(spentOf(5 * MINUTE, 0)).toBe('5 min');
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
