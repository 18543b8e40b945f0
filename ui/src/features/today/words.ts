/** The Today screen in sentences. Pure: the clock is read elsewhere. */
import type { Counts } from '$lib/api/generated/Counts';
import type { Today } from '$lib/api/generated/Today';
import { count, number } from '$lib/format';

export function total(counts: Counts): number {
  return counts.new + counts.learning + counts.review;
}

/** "26 minutes", and hours in halves from an hour and a half on. */
export function aboutMinutes(minutes: number): string {
  if (minutes < 90) return count(Math.max(1, minutes), 'minute', 'minutes');
  const halves = Math.round(minutes / 30);
  const whole = Math.floor(halves / 2);
  return `${String(whole)}${halves % 2 === 1 ? '½' : ''} hours`;
}

/** "7 min", for a column. */
export function shortMinutes(minutes: number): string {
  return minutes < 1 ? 'under 1 min' : `${number(minutes)} min`;
}

/** Nothing was ever answered, as far as Today can tell: all that waits is new. */
export function isFirstStart(today: Today): boolean {
  const { counts, heldBack } = today;
  return (
    counts.new > 0 &&
    counts.new === total(counts) &&
    heldBack.review + heldBack.learning + today.done + today.dueTomorrow === 0
  );
}

/** What the screen found. */
export function finding(today: Today, nextLearning: string | null): string {
  const due = total(today.counts);
  if (isFirstStart(today)) {
    return `${count(due, 'question is', 'questions are')} waiting.`;
  }
  if (due > 0) {
    return `${count(due, 'card is due', 'cards are due')}, about ${aboutMinutes(today.minutes)}.`;
  }
  if (nextLearning !== null) return `Nothing is due until ${nextLearning}.`;
  if (today.dueTomorrow > 0) {
    return `Nothing is due. ${count(today.dueTomorrow, 'card comes', 'cards come')} back tomorrow.`;
  }
  return 'Nothing is due today or tomorrow.';
}

/** What is held back and why; null when nothing is. */
export function heldBackReason(heldBack: Counts): string | null {
  const parts = [
    heldBack.new > 0 ? count(heldBack.new, 'new card', 'new cards') : null,
    heldBack.review > 0 ? count(heldBack.review, 'review', 'reviews') : null,
    heldBack.learning > 0 ? count(heldBack.learning, 'learning card', 'learning cards') : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  const wait = total(heldBack) === 1 ? 'waits' : 'wait';
  return `${parts.join(' and ')} ${wait} for another day: today’s limits are reached.`;
}
