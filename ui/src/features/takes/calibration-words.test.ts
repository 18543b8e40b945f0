import { expect, it } from 'vitest';
import type { CalibrationPoint } from '$lib/api/generated/CalibrationPoint';
import type { Rating } from '$lib/api/generated/Rating';
import {
  biasWords,
  difference,
  differenceWords,
  gridWords,
  kappaWords,
  plotWords,
  rangeWords,
} from './calibration-words';

const point = (predicted: Rating, derived: Rating): CalibrationPoint => ({
  take: `${predicted}-${derived}`,
  at: 0,
  predicted,
  derived,
  questionHtml: '',
});

it('a prediction above the ticks is too high, by so many ratings', () => {
  expect(difference(point('good', 'again'))).toBe(2);
  expect(difference(point('again', 'good'))).toBe(-2);
  expect([2, 0, -1].map(differenceWords)).toEqual(['2 too high', 'as predicted', '1 too low']);
});

it('a predicted Easy is met by Good, the highest that ticks amount to', () => {
  expect([point('easy', 'good'), point('easy', 'hard')].map(difference)).toEqual([0, 1]);
  const none = [0, 0, 0, 0] as const;
  expect(gridWords([[...none], [...none], [...none], [0, 1, 3, 0]])).toBe(
    '3 of 4 takes came out as predicted, 1 worse, 0 better.',
  );
});

it('an average is never said without its range', () => {
  expect(biasWords({ mean: 0.62, low: 0.21, high: 1.03, of: 24 })).toBe(
    'On average you predict 0.6 ratings too high, over 24 takes. With 95\u00a0% certainty it is between 0.2 and 1.0 too high.',
  );
  expect(biasWords({ mean: -0.02, low: -0.3, high: 0.26, of: 12 })).toBe(
    'On average you predict neither too high nor too low, over 12 takes. With 95\u00a0% certainty it is between 0.3 too low and 0.3 too high.',
  );
});

it('a range that ends at nothing has one side', () => {
  expect(rangeWords({ mean: -0.5, low: -1, high: -0.01, of: 9 })).toBe('1.0 and 0.0 too low');
  expect(rangeWords({ mean: 0, low: -0.01, high: 0.01, of: 9 })).toBe('0.0 and 0.0');
});

it('the grid is summed up: left of the diagonal is worse than predicted', () => {
  expect(
    gridWords([
      [1, 0, 0, 0],
      [2, 2, 1, 0],
      [2, 5, 3, 0],
      [0, 2, 0, 0],
    ]),
  ).toBe('6 of 18 takes came out as predicted, 11 worse, 1 better.');
});

it('the plot has a sentence for those who do not see it', () => {
  const points = [point('good', 'hard'), point('good', 'good'), point('hard', 'good')];
  expect(plotWords({ points, bias: null })).toBe(
    'How far 3 predictions were off, over time: 1 right, 1 too high, 1 too low.',
  );
  expect(plotWords({ points, bias: { mean: 0, low: -1, high: 1, of: 3 } })).toContain(
    'between 1.0 too low and 1.0 too high',
  );
});

it('kappa comes with its range, or with the reason that there is none', () => {
  const found = { takes: 4, points: 17, words: '' };
  expect(kappaWords({ ...found, kappa: 0.714, low: -0.05, high: 0.86 })).toBe(
    'Weighted kappa 0.71 (−0.05 to 0.86, 95\u00a0%)',
  );
  expect(kappaWords({ ...found, kappa: 0.714, low: null, high: null })).toBe(
    'Weighted kappa 0.71, its range not known with so few',
  );
  expect(kappaWords({ ...found, kappa: null, low: null, high: null })).toBeNull();
});
