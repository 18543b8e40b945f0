/** Where things stand in the plots. Only numbers, in units of a sixteenth of the text's size. */

const DAY = 86_400_000;

/** A rectangle with a scale in each direction. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** An instant, from left to right. A single instant stands in the middle. */
export function across(at: number, from: number, to: number, { left, right }: Frame): number {
  if (to <= from) return (left + right) / 2;
  return left + ((at - from) / (to - from)) * (right - left);
}

/** A difference in ratings: `most` at the top, its opposite at the bottom. */
export function up(difference: number, most: number, { top, bottom }: Frame): number {
  const within = Math.min(most, Math.max(-most, difference));
  return top + ((most - within) / (2 * most)) * (bottom - top);
}

/**
 * The instants to be named below the plot, evenly spaced: no more than six, than there is room
 * for, and than there are days.
 */
export function dates(from: number, to: number, width: number, room: number): number[] {
  const days = Math.floor((to - from) / DAY);
  if (days < 1) return [from];
  const gaps = Math.max(1, Math.min(5, Math.floor(width / room) - 1, days));
  return Array.from({ length: gaps + 1 }, (_, index) => from + ((to - from) * index) / gaps);
}

/** How far a scale reaches on either side of nothing so that all values are on it: 1 to 3. */
export function reach(values: number[]): number {
  const most = Math.max(1, ...values.map(Math.abs));
  return Math.min(3, Math.ceil(most));
}
