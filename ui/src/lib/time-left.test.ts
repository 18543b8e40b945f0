import { describe, expect, it } from 'vitest';
import { halves, timeLeft } from './time-left';

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

it('says half minutes as a fraction', () => {
  expect([halves(0.5), halves(1), halves(2.5)]).toEqual(['½', '1', '2½']);
});
