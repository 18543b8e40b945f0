/** A take's time line: where playing goes on, what is drawn where, and how times are said. */
import type { PauseView } from '../../api/generated/PauseView';
import { count } from '../../format';

/** A part of a take. */
export type Span = PauseView;

/** Silences from here on are shown, and jumped to. */
const LONG_MS = 2000;
/** Silences from here on are jumped over while playing, when the learner asks for that. */
const SKIPPED_MS = 1000;
/** What is left of a silence that is jumped over. */
const LEFT_MS = 300;
/** Playing begins this much before the first word, and ends this much after the last. */
const BEFORE_MS = 300;
const AFTER_MS = 1000;

/** The part of a take that is played from the beginning: the silence around it is passed over. */
export function spoken(durationMs: number, first: number | null, last: number | null): Span {
  return {
    fromMs: first === null ? 0 : Math.max(0, first - BEFORE_MS),
    toMs: last === null ? durationMs : Math.min(durationMs, last + AFTER_MS),
  };
}

export function longPauses(pauses: Span[]): Span[] {
  return pauses.filter(({ fromMs, toMs }) => toMs - fromMs >= LONG_MS);
}

/** Where playing goes on inside a silence that is jumped over; null elsewhere. */
export function overSilence(atMs: number, pauses: Span[]): number | null {
  const inside = pauses.find(
    ({ fromMs, toMs }) =>
      toMs - fromMs > SKIPPED_MS && atMs >= fromMs + LEFT_MS / 2 && atMs < toMs - LEFT_MS / 2,
  );
  return inside ? inside.toMs - LEFT_MS / 2 : null;
}

/** The end of the next long pause, just before the word that follows; null without one. */
export function nextPauseEnd(atMs: number, pauses: Span[]): number | null {
  const ends = longPauses(pauses).map(({ toMs }) => toMs - LEFT_MS / 2);
  return ends.find((end) => end > atMs + 1) ?? null;
}

/** The wave as bars: `columns` of them, three units wide, on an axis in the middle of `height`. */
export function wavePath(wave: number[], columns: number, height: number): string {
  if (wave.length === 0) return '';
  // A quiet voice is drawn as tall as a loud one; noise alone stays low.
  const full = Math.max(48, ...wave);
  const bars = Math.min(columns, wave.length);
  const step = (3 * columns) / bars;
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * wave.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * wave.length) / bars));
    const half = Math.max(1, (Math.max(...wave.slice(from, to)) / full) * (height / 2 - 2));
    const x = rounded((bar + 0.5) * step);
    return `M${x} ${rounded(height / 2 - half)}V${rounded(height / 2 + half)}`;
  }).join('');
}

/** Places for labels above a line: in order, `gap` apart at least where the width allows it. */
export function spread(places: number[], gap: number, width: number): number[] {
  const put: number[] = [];
  for (const place of places) put.push(Math.max(place, (put.at(-1) ?? -gap) + gap));
  for (let index = put.length - 1, edge = width; index >= 0; index -= 1, edge -= gap) {
    put[index] = Math.max(0, Math.min(put[index] ?? 0, edge));
  }
  return put;
}

/** A time as it is spoken: "58 seconds", "1 minute 12 seconds". */
export function spokenTime(ms: number): string {
  const whole = Math.floor(ms / 1000);
  const [minutes, seconds] = [Math.floor(whole / 60), whole % 60];
  if (minutes === 0) return count(seconds, 'second');
  return seconds === 0
    ? count(minutes, 'minute')
    : `${count(minutes, 'minute')} ${count(seconds, 'second')}`;
}

/** A time on the clock, as one hears it: "1:12" until 1:13 begins. */
export function clockTime(ms: number): string {
  const whole = Math.floor(ms / 1000);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
