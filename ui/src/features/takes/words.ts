/** Takes in words: the head of the list, a row, the rule, what is asked before deleting. */
import type { KeepRule } from '$lib/api/generated/KeepRule';
import type { TakeRow } from '$lib/api/generated/TakeRow';
import { count, decimal, number, percent } from '$lib/format';

const LOCALE = 'en-GB';
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const small = [
  'none',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** Whether a take waits to be judged. */
export function isOpen({ rating, coverage }: TakeRow): boolean {
  return rating === null && coverage === null;
}

/** Whether there is a sound to delete, or a missing one to give up. */
export function canBeDeleted({ sound }: TakeRow): boolean {
  return sound === 'kept' || sound === 'missing';
}

/** "14 takes, 38 MB. Three are not judged yet." */
export function headWords(takes: TakeRow[], bytes: number): string {
  const open = takes.filter(isOpen).length;
  const judged =
    open === 0
      ? takes.length === 1
        ? 'It is judged.'
        : 'All are judged.'
      : takes.length === 1
        ? 'It is not judged yet.'
        : `${sentence(inWords(open))} ${open === 1 ? 'is' : 'are'} not judged yet.`;
  return `${count(takes.length, 'take')}, ${size(bytes)}. ${judged}`;
}

/** A size on the disk: "under 0.1 MB", "2.8 MB", "38 MB", "1.4 GB". */
export function size(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  if (bytes > 0 && megabytes < 0.1) return 'under 0.1 MB';
  if (megabytes < 10) return `${decimal(megabytes)} MB`;
  if (megabytes < 999.5) return `${number(megabytes)} MB`;
  return `${decimal(megabytes / 1000)} GB`;
}

/** "18 Nov, 18:30"; with the year where it is another one. */
export function recorded(at: number, now: number): string {
  return `${recordedOn(at, now)}, ${clock.format(at)}`;
}

/** "18 Nov" */
export function recordedOn(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? day : dayAndYear).format(at);
}

/** What is done with a take, or what keeps it from being played; null when nothing is. */
export function stateWords({ job, sound }: TakeRow): string | null {
  if (job) return `${job.what}, ${percent(Math.floor(job.share * 100) / 100)}`;
  return {
    kept: null,
    recording: 'Being recorded',
    deleted: 'Sound deleted',
    missing: 'File missing',
  }[sound];
}

/** The rule on one line, before it is opened. */
export function ruleWords(rule: KeepRule): string {
  if (rule.kind === 'all') return 'All takes are kept';
  if (rule.kind === 'size') return `Kept: as much as fits in ${number(rule.megabytes)} MB`;
  return rule.count === 1
    ? 'Kept: the last take of each question'
    : `Kept: the last ${number(rule.count)} takes of each question`;
}

/** What the rule gives up, in a sentence. */
export function overWords(takes: number, bytes: number): string {
  return takes === 1
    ? `One take is more than the rule keeps: ${size(bytes)}.`
    : `${sentence(inWords(takes))} takes are more than the rule keeps: ${size(bytes)}.`;
}

/** What deleting frees. */
export function freesWords(takes: TakeRow[]): string {
  const bytes = takes.reduce((sum, take) => sum + take.bytes, 0);
  return `This frees ${size(bytes)}. What was judged stays.`;
}

/** Which of them are starred, in a sentence before their names; null when none is. */
export function starredWords(starred: number, of: number): string | null {
  if (starred === 0) return null;
  if (of === 1) return 'It is starred.';
  if (starred === of) return 'All of them are starred.';
  return starred === 1
    ? 'One of them is starred:'
    : `${sentence(inWords(starred))} of them are starred:`;
}

/** What was written where. */
export function exportedWords(takes: number): string {
  return takes === 1 ? 'The take is written to' : `${count(takes, 'take')} are written to`;
}

/** Inline HTML as text, for names and for searching. */
export function plain(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return (body.textContent ?? '').trim().replace(/\s+/g, ' ');
}

/** 3 as "three"; from 13 on as figures. */
function inWords(value: number): string {
  return small[value] ?? number(value);
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
