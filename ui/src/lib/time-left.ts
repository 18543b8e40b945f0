/** Time against a budget, as a clock without seconds says it. */
import { minutesAndSeconds } from '$lib/format';

const MINUTE = 60_000;

/** Minutes, halves as ½: a hint takes half a minute off a budget. */
export function halves(minutes: number): string {
  const whole = Math.floor(Math.round(minutes * 2) / 2);
  const half = Math.round(minutes * 2) % 2 === 1;
  if (!half) return String(whole);
  return whole === 0 ? '½' : `${whole}½`;
}

/** What is left in begun minutes; in begun halves where the budget has one. */
export function minutesUp(budgetMs: number, leftMs: number): string {
  const step = budgetMs % MINUTE === 0 ? MINUTE : MINUTE / 2;
  return halves((Math.ceil(leftMs / step) * step) / MINUTE);
}

/**
 * "6 min left"; in the last minute, or on request, seconds: "48 s left", "5:12 left". Over the
 * budget by how much: "20 s over", "2 min over".
 */
export function timeLeft(budgetMs: number, spentMs: number, seconds: boolean): string {
  const left = budgetMs - spentMs;
  if (left < 0) {
    const over = Math.floor(-left / 1000) * 1000;
    if (over < MINUTE) return `${over / 1000} s over`;
    return seconds ? `${minutesAndSeconds(over)} over` : `${Math.floor(over / MINUTE)} min over`;
  }
  const upwards = Math.ceil(left / 1000) * 1000; // 0 is shown when it is 0
  if (upwards <= MINUTE) return `${upwards / 1000} s left`;
  if (seconds) return `${minutesAndSeconds(upwards)} left`;
  return `${minutesUp(budgetMs, left)} min left`;
}
