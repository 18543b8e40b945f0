import { describe, expect, it } from 'vitest';
import type { Today } from '$lib/api/generated/Today';
import { aboutMinutes, finding, heldBackReason, shortMinutes } from './words';

const quietDay: Today = {
  studyDay: '2026-11-20',
  counts: { new: 0, learning: 0, review: 0 },
  minutes: 0,
  decks: [],
  done: 0,
  doneMinutes: 0,
  dueTomorrow: 0,
  heldBack: { new: 0, learning: 0, review: 0 },
  cards: 100,
  nextLearningAt: null,
  notices: [],
};

describe('the finding', () => {
  const due = { counts: { new: 10, learning: 3, review: 21 }, minutes: 26 };

  it.each([
    ['cards are due', due, null, '34 cards are due, about 26 minutes.'],
    [
      'one card is due',
      { counts: { new: 0, learning: 0, review: 1 }, minutes: 1 },
      null,
      '1 card is due, about 1 minute.',
    ],
    [
      'many are due',
      { counts: { new: 0, learning: 0, review: 1286 }, minutes: 640 },
      null,
      '1,286 cards are due, about 10½ hours.',
    ],
    [
      'the first start',
      { counts: { new: 14, learning: 0, review: 0 }, minutes: 20 },
      null,
      '14 questions are waiting.',
    ],
    [
      'only new cards, but not for the first time',
      { counts: { new: 14, learning: 0, review: 0 }, minutes: 20, dueTomorrow: 3 },
      null,
      '14 cards are due, about 20 minutes.',
    ],
    ['a learning card comes later', { dueTomorrow: 4 }, '14:32', 'Nothing is due until 14:32.'],
    [
      'done, some tomorrow',
      { done: 30, dueTomorrow: 4 },
      null,
      'Nothing is due. 4 cards come back tomorrow.',
    ],
    ['one tomorrow', { dueTomorrow: 1 }, null, 'Nothing is due. 1 card comes back tomorrow.'],
    ['nothing at all', {}, null, 'Nothing is due today or tomorrow.'],
  ] as const)('when %s', (_when, change, next, expected) => {
    expect(finding({ ...quietDay, ...change }, next)).toBe(expected);
  });
});

describe('what is held back', () => {
  it.each([
    [{ new: 0, learning: 0, review: 0 }, null],
    [
      { new: 1, learning: 0, review: 0 },
      '1 new card waits for another day: today’s limits are reached.',
    ],
    [
      { new: 12, learning: 0, review: 340 },
      '12 new cards and 340 reviews wait for another day: today’s limits are reached.',
    ],
  ])('%j', (heldBack, expected) => {
    expect(heldBackReason(heldBack)).toBe(expected);
  });
});

it('writes times', () => {
  expect(aboutMinutes(0)).toBe('1 minute');
  expect(aboutMinutes(89)).toBe('89 minutes');
  expect(aboutMinutes(90)).toBe('1½ hours');
  expect(aboutMinutes(125)).toBe('2 hours');
  expect(shortMinutes(0)).toBe('under 1 min');
  expect(shortMinutes(7)).toBe('7 min');
});
