/** The sentences of the screen on which one answers aloud. */
import type { RecordPage } from '$lib/api/generated/RecordPage';
import { instant, taken } from '$lib/format';
import { halves } from '$lib/time-left';

/** Whether a budget can be said in half minutes. Half of a short one cannot: 45 s. */
export function isInHalves(budgetMs: number): boolean {
  return budgetMs % 30_000 === 0;
}

/** "of 2½ min", "of 45 s" */
export function budgetWords(budgetMs: number): string {
  return `of ${isInHalves(budgetMs) ? `${halves(budgetMs / 60_000)} min` : taken(budgetMs)}`;
}

/** What half the budget is half of; null where the budget is the card's own. */
export function shorterWords(page: RecordPage, shorterThan: string | null): string | null {
  if (shorterThan === null) return null;
  const before = page.earlier.find(({ id }) => id === shorterThan);
  const half = 'Say it again, shorter: the budget is half';
  if (!before) return `${half} of what it was.`;
  const day = instant(before.begunAt).split(',')[0];
  return `${half} of what it was for the take of ${day}, which is ${taken(before.durationMs)} long.`;
}

/** "1 min 12 s, 20 s over the budget." */
export function lengthWords(durationMs: number, budgetMs: number): string {
  const over = Math.round(durationMs / 1000) - Math.round(budgetMs / 1000);
  const against =
    over > 0
      ? `${taken(over * 1000)} over the budget`
      : `within the budget ${budgetWords(budgetMs)}`;
  return `${taken(durationMs)}, ${against}.`;
}
