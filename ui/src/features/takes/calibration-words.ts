/** Predictions against ticks, in words. */
import type { Agreement } from '$lib/api/generated/Agreement';
import type { Bias } from '$lib/api/generated/Bias';
import type { Calibration } from '$lib/api/generated/Calibration';
import type { CalibrationPoint } from '$lib/api/generated/CalibrationPoint';
import { RATINGS, ratingWord } from '$lib/components/RatingBars.svelte';
import { count, number } from '$lib/format';

const twoDecimals = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const oneDecimal = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** Good is the highest that ticks amount to: a predicted Easy is met by it. */
const HIGHEST = RATINGS.indexOf('good');

/** Whether a prediction (a row of the grid) was too high (above 0), met (0), or too low. */
export function off(predicted: number, derived: number): number {
  return Math.min(predicted, HIGHEST) - Math.min(derived, HIGHEST);
}

/** How far a prediction was off, in ratings; above 0 it was too high. */
export function difference({ predicted, derived }: CalibrationPoint): number {
  return off(RATINGS.indexOf(predicted), RATINGS.indexOf(derived));
}

/** "1 too high", "as predicted", "2 too low" */
export function differenceWords(by: number): string {
  if (by === 0) return 'as predicted';
  return `${number(Math.abs(by))} too ${by > 0 ? 'high' : 'low'}`;
}

/** The average with its range, in a sentence. */
export function biasWords(bias: Bias): string {
  return `On average you predict ${amount(bias.mean)}, over ${count(bias.of, 'take')}. With 95\u00a0% certainty it is between ${rangeWords(bias)}.`;
}

/** "0.2 and 1.0 too high", "0.3 too low and 0.9 too high" */
export function rangeWords({ low, high }: Bias): string {
  const [from, to] = [side(low), side(high)];
  if (from === to || from === null || to === null) {
    const words = to ?? from;
    return `${figure(low)} and ${figure(high)}${words === null ? '' : ` too ${words}`}`;
  }
  return `${figure(low)} too ${from} and ${figure(high)} too ${to}`;
}

/** "11 of 24 takes came out as predicted, 10 worse, 3 better." */
export function gridWords(grid: Calibration['grid']): string {
  let [same, worse, better] = [0, 0, 0];
  grid.forEach((row, predicted) =>
    row.forEach((takes, derived) => {
      const by = off(predicted, derived);
      if (by === 0) same += takes;
      else if (by > 0) worse += takes;
      else better += takes;
    }),
  );
  return `${number(same)} of ${count(same + worse + better, 'take')} came out as predicted, ${number(worse)} worse, ${number(better)} better.`;
}

/** What the plot over time shows, for those who do not see it. */
export function plotWords({ points, bias }: Pick<Calibration, 'points' | 'bias'>): string {
  const high = points.filter((point) => difference(point) > 0).length;
  const low = points.filter((point) => difference(point) < 0).length;
  const rest = points.length - high - low;
  const average = bias ? ` ${biasWords(bias)}` : '';
  return `How far ${count(points.length, 'prediction')} were off, over time: ${number(rest)} right, ${number(high)} too high, ${number(low)} too low.${average}`;
}

/** "Weighted kappa 0.71 (0.48 to 0.86)"; null where there is none. */
export function kappaWords({ kappa, low, high }: Agreement): string | null {
  if (kappa === null) return null;
  const range =
    low === null || high === null
      ? ', its range not known with so few'
      : ` (${signed(low)} to ${signed(high)}, 95\u00a0%)`;
  return `Weighted kappa ${signed(kappa)}${range}`;
}

/** A point of the plot as a row of figures: both ratings in words. */
export function pointWords(point: CalibrationPoint): [predicted: string, derived: string] {
  return [ratingWord(point.predicted), ratingWord(point.derived)];
}

function amount(mean: number): string {
  const words = side(mean);
  return words === null ? 'neither too high nor too low' : `${figure(mean)} ratings too ${words}`;
}

/** On which side of nothing, once it is rounded. */
function side(value: number): 'high' | 'low' | null {
  if (Math.abs(value) < 0.05) return null;
  return value > 0 ? 'high' : 'low';
}

function figure(value: number): string {
  return oneDecimal.format(Math.abs(value));
}

function signed(value: number): string {
  return twoDecimals.format(value).replace('-', '−');
}
