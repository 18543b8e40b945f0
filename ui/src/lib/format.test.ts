import { describe, expect, it } from 'vitest';
import {
  ago,
  count,
  days,
  dueIn,
  instant,
  minutes,
  percent,
  studyDate,
  studyDay,
  taken,
  untilNext,
} from './format';

describe('format', () => {
  it('says a study day without its year or a comma', () => {
    expect(studyDay('2026-11-20')).toBe('Friday 20 November');
    expect(studyDate('2026-11-20')).toBe('20 November 2026');
  });

  it('says an instant in local time', () => {
    expect(instant(new Date(2026, 10, 20, 9, 5).getTime())).toBe('20 November 2026, 09:05');
  });

  it('counts with a thousands separator and the right number', () => {
    expect(count(1, 'card')).toBe('1 card');
    expect(count(0, 'card')).toBe('0 cards');
    expect(count(1286, 'review is', 'reviews are')).toBe('1,286 reviews are');
  });

  it.each([
    [0.4, 'less than a day'],
    [1, '1 day'],
    [59, '59 days'],
    [124, '4 months'],
    [300, '10 months'],
    [365, '1 year'],
    [550, '1.5 years'],
  ])('says %d days as %s', (value, words) => {
    expect(days(value)).toBe(words);
  });

  it.each([
    [0.5, 'less than a minute'],
    [1, '1 minute'],
    [10, '10 minutes'],
    [120, '2 hours'],
    [2 * 1440, '2 days'],
  ])('says %d minutes as %s', (value, words) => {
    expect(minutes(value)).toBe(words);
  });

  it('says when a card is next, by its learning step or its interval', () => {
    expect(untilNext({ minutes: 10, days: null })).toBe('in 10 minutes');
    expect(untilNext({ minutes: null, days: 12 })).toBe('in 12 days');
    expect(untilNext({ minutes: null, days: null })).toBe('');
  });

  it('says what is past, and calls the future now', () => {
    const now = Date.UTC(2026, 10, 20);
    expect(ago(now - 10 * 60_000, now)).toBe('10 minutes ago');
    expect(ago(now - 9 * 86_400_000, now)).toBe('9 days ago');
    expect(ago(now + 5000, now)).toBe('just now');
  });

  it('says when something is due', () => {
    expect([-3, 0, 1, 12].map(dueIn)).toEqual([
      '3 days overdue',
      'today',
      'tomorrow',
      'in 12 days',
    ]);
  });

  it('says a time taken and a probability', () => {
    expect([48_000, 161_000, 120_000].map(taken)).toEqual(['48 s', '2 min 41 s', '2 min']);
    expect(percent(0.874)).toBe('87 %');
  });
});
