/** The sentences and figures of an interview that runs. The back end counts; this only formats. */
import type { ClockView } from '$lib/api/generated/ClockView';
import type { SaidTurn } from '$lib/api/generated/SaidTurn';
import { count, taken } from '$lib/format';
import { halves, minutesUp, timeLeft } from '$lib/time-left';

const MINUTE = 60_000;

function sum(all: number[]): number {
  return all.reduce((total, one) => total + one, 0);
}

/** "9 of 15 min", or "15 min" of a stage that has not begun. */
export function spentOf(budgetMs: number, spentMs: number): string {
  const budget = halves(budgetMs / MINUTE);
  if (spentMs === 0) return `${budget} min`;
  return `${halves(Math.floor((2 * spentMs) / MINUTE) / 2)} of ${budget} min`;
}

/** "11 of 45 min left in all" */
export function allLeft(clock: ClockView): string {
  const budget = sum(clock.budgetsMs);
  const left = budget - sum(clock.spentMs);
  if (left < 0) return `${timeLeft(budget, sum(clock.spentMs), false)} in all`;
  return `${minutesUp(budget, left)} of ${halves(budget / MINUTE)} min left in all`;
}

/** The part of the whole budget that is used, in percent. */
export function usedPercent(clock: ClockView): number {
  return Math.min(100, (100 * sum(clock.spentMs)) / Math.max(1, sum(clock.budgetsMs)));
}

/** Who speaks: the name before the first comma of "who asks, and in what manner". */
export function speaker(interviewer: string): string {
  const name = interviewer.split(/[,;:(]\s?/)[0]?.trim() ?? '';
  return name !== '' && name.length <= 40 ? name : 'Interviewer';
}

/** What became of an earlier turn: "Spoken for 3 min 10 s, 40 words of notes, 14 lines of code". */
export function saidWords(turn: SaidTurn): string {
  if (turn.skipped) return `Skipped after ${taken(turn.spentMs)}`;
  return [
    `Answered in ${taken(turn.spentMs)}`,
    turn.noteWords > 0 ? `${count(turn.noteWords, 'word')} of notes` : '',
    turn.codeLines > 0 ? `${count(turn.codeLines, 'line')} of code` : '',
  ]
    .filter(Boolean)
    .join(', ');
}
