import { expect, it } from 'vitest';
import { across, dates, reach, up } from './plot';

const day = 86_400_000;
const frame = { left: 100, right: 500, top: 10, bottom: 110 };

it('time runs from left to right, and a single instant stands in the middle', () => {
  expect([0, 5, 10].map((at) => across(at, 0, 10, frame))).toEqual([100, 300, 500]);
  expect(across(7, 7, 7, frame)).toBe(300);
});

it('too high is above the middle, and nothing leaves the frame', () => {
  expect([2, 0, -1, -9].map((off) => up(off, 2, frame))).toEqual([10, 60, 85, 110]);
});

it('dates have the room they need, the first and the last always', () => {
  expect(dates(0, 90 * day, 400, 90)).toEqual([0, 30 * day, 60 * day, 90 * day]);
  expect(dates(0, 90 * day, 60, 90)).toEqual([0, 90 * day]);
  expect(dates(0, 90 * day, 9_000, 90)).toHaveLength(6);
});

it('no date is named twice', () => {
  expect(dates(0, 2 * day, 9_000, 90)).toEqual([0, day, 2 * day]);
  expect(dates(0, day / 2, 9_000, 90)).toEqual([0]);
  expect(dates(5, 5, 400, 90)).toEqual([5]);
});

it('a scale reaches as far as its values, from one rating to three', () => {
  expect(reach([])).toBe(1);
  expect(reach([0.2, -1.2])).toBe(2);
  expect(reach([3.4])).toBe(3);
});
