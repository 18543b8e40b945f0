/** The report's sentences, and what they need to find in it. */
import type { Band } from '$lib/api/generated/Band';
import type { InterviewMode } from '$lib/api/generated/InterviewMode';
import type { InterviewReport } from '$lib/api/generated/InterviewReport';
import type { PastInterview } from '$lib/api/generated/PastInterview';
import type { ReportTurn } from '$lib/api/generated/ReportTurn';
import type { TakeRow } from '$lib/api/generated/TakeRow';
import { count, number, taken } from '$lib/format';

export { minutesAndSeconds } from '$lib/format';
import type { QuestionPlace } from '$lib/shell.svelte';

const LOCALE = 'en-GB';
const longDay = new Intl.DateTimeFormat(LOCALE, { weekday: 'long', day: 'numeric', month: 'long' });
const shortDay = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });

export const modeWords: Record<InterviewMode, string> = {
  practice: 'Practice',
  pressure: 'Pressure',
};

/** "Wednesday 18 November, 18:30" */
export function begun(at: number): string {
  return `${longDay.format(at).replace(',', '')}, ${clock.format(at)}`;
}

/** "18 Nov 2026, 18:30" */
export function begunShort(at: number): string {
  return `${shortDay.format(at)}, ${clock.format(at)}`;
}

/** "44 of 45 min" */
export function timeWords({ spentMs, budgetMs }: { spentMs: number; budgetMs: number }): string {
  return `${wholeMinutes(spentMs)} of ${wholeMinutes(budgetMs)} min`;
}

/** "Wednesday 18 November, 18:30, practice: 44 of 45 minutes, 7 questions, 6 of them assessed." */
export function metaWords(about: PastInterview): string {
  const { assessed, questions } = about;
  const how = `${modeWords[about.mode].toLowerCase()}${about.finished ? '' : ', not finished'}`;
  const time = `${wholeMinutes(about.spentMs)} of ${count(Number(wholeMinutes(about.budgetMs)), 'minute')}`;
  return `${begun(about.begunAt)}, ${how}: ${time}, ${count(questions, 'question')}, ${
    assessed === 0 ? 'none' : assessed === questions ? 'all' : number(assessed)
  } of them assessed.`;
}

/** What was not counted, in a sentence; null when nothing was left out. */
export function uncountedWords(
  times: Pick<InterviewReport, 'pausedMs' | 'asleepMs' | 'awayMs'>,
): string | null {
  const parts = (
    [
      [times.pausedMs, 'paused'],
      [times.asleepMs, 'while the computer slept'],
      [times.awayMs, 'while the program was closed'],
    ] as const
  )
    .filter(([ms]) => ms >= 500)
    .map(([ms, what]) => `${taken(ms)} ${what}`);
  return parts.length === 0 ? null : `Not counted: ${inARow(parts)}.`;
}

/** "Review 2 cards" */
export function reviewWords(cards: number): string {
  return `Review ${count(cards, 'card')}`;
}

export function workOnTitle(things: number): string {
  return ['Things', 'One thing', 'Two things', 'Three things'][things] + ' to work on';
}

/** "Below the bar" as the middle of a sentence. */
export function bandWords(band: Band): string {
  return {
    notYet: 'not yet',
    below: 'below the bar',
    atTheBar: 'at the bar',
    above: 'above the bar',
  }[band];
}

/** Whether there is anything to judge in an answer. */
export function canBeJudged(turn: ReportTurn): boolean {
  const { expected } = turn;
  return wasReached(turn) && (expected.keyPoints.length > 0 || expected.choices.length > 0);
}

/** Whether the question was asked at all. */
function wasReached({ outcome, spentMs }: ReportTurn): boolean {
  return outcome !== 'open' || spentMs > 0;
}

export function isAt(one: QuestionPlace, other: QuestionPlace | null): boolean {
  return other !== null && one.stage === other.stage && one.turn === other.turn;
}

/**
 * The takes of a question that can be listened to, in the order in which they were recorded: one who
 * leaves in the middle of an answer, or goes back to it, records another.
 */
export function takesAt(newestFirst: TakeRow[], at: QuestionPlace): TakeRow[] {
  const canBeHeard = ({ interview, sound }: TakeRow) =>
    interview && isAt(interview, at) && sound !== 'deleted';
  return newestFirst.filter(canBeHeard).reverse();
}

/** A question's number in its interview, from 1. */
export function numberOf(turns: ReportTurn[], at: QuestionPlace): number {
  return turns.findIndex((one) => isAt(one, at)) + 1;
}

const SHORT = 110;

/** What the interviewer asks, as text: the last question, else the first paragraph, cut to a line or two. */
export function shortly(saysHtml: string): string {
  const { body } = new DOMParser().parseFromString(saysHtml, 'text/html');
  const plain = (node: Element) => (node.textContent ?? '').trim().replace(/\s+/g, ' ');
  const question = /[^.?!:]*\?(?=[^?]*$)/.exec(plain(body))?.[0].trim();
  const text = question ?? plain(body.querySelector('p') ?? body);
  if (text.length <= SHORT) return text;
  const cut = text.lastIndexOf(' ', SHORT);
  return `${text.slice(0, cut > 0 ? cut : SHORT).replace(/[.,;:]+$/, '')}…`;
}

/** What became of a question that was not answered. */
export function outcomeWords(turn: ReportTurn): string | null {
  if (turn.outcome === 'answered') return null;
  if (turn.outcome === 'skipped') return 'Passed over';
  return wasReached(turn) ? 'Not answered' : 'Not reached';
}

/** The deck whose folder holds the pictures of an interview, or of one question. */
export function deckOf(about: PastInterview, turn: ReportTurn | null = null): string {
  return (turn?.card?.id ?? about.kind).split('/')[0] ?? '';
}

function wholeMinutes(ms: number): string {
  return number(Math.round(ms / 60_000));
}

function inARow(parts: string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
