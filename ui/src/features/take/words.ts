/** The sentences of listening to a take and judging it. */
import type { Marker } from '$lib/api/generated/Marker';
import type { Rating } from '$lib/api/generated/Rating';
import type { TakeProposal } from '$lib/api/generated/TakeProposal';
import type { TakeRow } from '$lib/api/generated/TakeRow';
import { ratingWord } from '$lib/components/RatingBars.svelte';
import type { Flag } from '$lib/components/player/Waveform.svelte';
import { count } from '$lib/format';
import type { TakeJudgement } from './take-judgement.svelte';

const LOCALE = 'en-GB';
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long' });
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });

/** "18 November" */
export function onDay(at: number): string {
  return day.format(at);
}

/** The day of an instant that is one of those given; with the time where another is of that day. */
export function amongDays(at: number, all: number[]): string {
  const others = all.filter((other) => other !== at);
  return others.some((other) => onDay(other) === onDay(at)) ? atTime(at) : onDay(at);
}

/** "18 November, 18:51" */
export function atTime(at: number): string {
  return `${day.format(at)}, ${clock.format(at)}`;
}

/** "from your ticks, one below your prediction: 3½ of 5 points." */
export function derivedWords({ reason, against }: TakeProposal): string {
  return `from your ticks${against === null ? '' : `, ${against}`}: ${reason}`;
}

/** What is still to be judged before something follows from it. */
export function openWords(open: number, then: string): string {
  return `${count(open, 'tick is', 'ticks are')} still open. ${then}`;
}

/** What was kept of a judgement. */
export function keptWords(rating: Rating, derived: Rating | null): string {
  if (derived === null) return 'is your own rating; there were no ticks to derive one from.';
  return derived === rating
    ? 'is what your ticks say.'
    : `is your own rating; your ticks say ${ratingWord(derived)}. Both are kept.`;
}

/** Why a take cannot be heard; null when it can. */
export function soundWords(take: TakeRow, path: string | null): string | null {
  if (take.sound === 'kept') return null;
  if (take.sound === 'recording') return 'This take is still being recorded.';
  if (take.sound === 'deleted') {
    return 'The sound of this take was deleted. What was written and judged is still here.';
  }
  const where = path === null ? '' : ` It is expected at ${path}: put it back there to hear it.`;
  return `The file of this take is missing.${where} What was written and judged is still here.`;
}

/** How a marker shows on the time line, and what it belongs to. */
export function flagOf({ atMs, of, text }: Marker, { points }: TakeJudgement): Flag {
  if (of === 'point') {
    const number = points.on.keyPoints.findIndex((point) => point.text === text) + 1;
    return {
      atMs,
      sign: number > 0 ? String(number) : null,
      of: `key point ${number || ''}`.trim(),
    };
  }
  if (of === 'mistake') return { atMs, sign: '!', of: 'common mistake' };
  if (of === 'redFlag') return { atMs, sign: '!', of: 'red flag' };
  if (of === 'story') return { atMs, sign: text.charAt(0).toUpperCase(), of: text.toLowerCase() };
  return { atMs, sign: null, of: text.trim() === '' ? 'marked moment' : `“${text.trim()}”` };
}
