import { describe, expect, it } from 'vitest';
import type { CardStatus } from '$lib/api/generated/CardStatus';
import type { HistoryEntry } from '$lib/api/generated/HistoryEntry';
import { beginningOf, dueWord, eventWord, reviewDetails, signs } from './words';

const now = new Date(2026, 10, 20, 12).getTime();
const status: CardStatus = {
  phase: 'review',
  dueAt: now,
  dueInDays: 0,
  lastRating: 'good',
  reviews: 3,
  lapses: 0,
  leech: false,
  marked: false,
  suspended: false,
  buried: false,
};

describe('when a card is due', () => {
  const at = (year: number, month: number, day: number) => new Date(year, month, day, 4).getTime();

  it.each([
    ['today', {}],
    ['18 Nov', { dueInDays: -2, dueAt: at(2026, 10, 18) }],
    ['3 Dec', { dueInDays: 13, dueAt: at(2026, 11, 3) }],
    ['3 Jan 2028', { dueInDays: 409, dueAt: at(2028, 0, 3) }],
    ['new', { dueAt: null, dueInDays: null }],
    ['buried', { buried: true }],
    ['suspended', { suspended: true, buried: true }],
  ])('%s', (expected, change) => {
    expect(dueWord({ ...status, ...change }, now)).toBe(expected);
  });
});

it('names marks and leeches', () => {
  expect(signs(status)).toEqual([]);
  expect(signs({ ...status, marked: true, leech: true })).toEqual(['marked', 'leech']);
});

describe('history', () => {
  const entry: HistoryEntry = {
    event: '1',
    kind: 'review',
    at: now,
    studyDay: '2026-11-20',
    rating: 'hard',
    takenMs: 200_000,
    intervalDays: 4,
    on: null,
    source: 'interview',
  };

  it('says what a review led to', () => {
    expect(reviewDetails(entry)).toBe('in an interview, 3 min 20 s, then 4 days');
    expect(reviewDetails({ ...entry, source: 'review', intervalDays: null })).toBe('3 min 20 s');
    expect(reviewDetails({ ...entry, source: 'import', takenMs: null, intervalDays: null })).toBe(
      'imported',
    );
  });

  it('says what else happened', () => {
    expect(eventWord({ ...entry, kind: 'suspend', on: true })).toBe('Suspended');
    expect(eventWord({ ...entry, kind: 'suspend', on: false })).toBe('Resumed');
    expect(eventWord({ ...entry, kind: 'reset' })).toBe('Reset to new');
  });
});

describe('the beginning of an answer', () => {
  it.each([
    ['<p>One.</p>', { html: '<p>One.</p>', more: false }],
    ['<p>One.</p>\n<ul><li>Two</li></ul>', { html: '<p>One.</p>', more: true }],
    ['only text', { html: 'only text', more: false }],
  ])('%s', (html, expected) => {
    expect(beginningOf(html)).toEqual(expected);
  });
});
