import { describe, expect, it } from 'vitest';
import { scrollTopFor, visibleRange } from './virtual-rows';

describe('visibleRange', () => {
  it.each([
    ['at the top', 0, 100, { start: 0, end: 13 }],
    ['in the middle', 1600, 100, { start: 47, end: 63 }],
    ['at the end', 2980, 100, { start: 90, end: 100 }],
    ['past the end, after the list became shorter', 9000, 5, { start: 5, end: 5 }],
    ['without rows', 0, 0, { start: 0, end: 0 }],
    ['pulled above the top', -40, 100, { start: 0, end: 13 }],
  ])('%s', (_where, scrollTop, count, expected) => {
    expect(visibleRange(scrollTop, 320, 32, count, 3)).toEqual(expected);
  });

  it('draws a screenful however long the list is', () => {
    const { start, end } = visibleRange(32 * 40_000, 640, 32, 80_000);
    expect(end - start).toBe(36);
  });
});

describe('scrollTopFor', () => {
  it.each([
    ['a row in view stays', 5, 100, 100],
    ['a row above comes to the top', 2, 100, 64],
    ['a row below comes to the bottom', 20, 100, 352],
  ])('%s', (_case, index, scrollTop, expected) => {
    expect(scrollTopFor(index, scrollTop, 320, 32)).toBe(expected);
  });
});
