/** Figures, dates and intervals in words. Nothing here knows what they are for. */

const LOCALE = 'en-GB'; // the interface is English; "Friday 20 November", "1,286"

const wholeNumber = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const longDay = new Intl.DateTimeFormat(LOCALE, { weekday: 'long', day: 'numeric', month: 'long' });
const longDate = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });

export function number(value: number): string {
  return wholeNumber.format(value);
}

export function decimal(value: number): string {
  return oneDecimal.format(value);
}

/** 1 card, 2 cards, 1,286 cards. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A study day `YYYY-MM-DD` as "Friday 20 November". */
export function studyDay(day: string): string {
  return longDay.format(localDate(day)).replace(',', '');
}

/** A study day `YYYY-MM-DD` as "20 November 2026". */
export function studyDate(day: string): string {
  return longDate.format(localDate(day));
}

/** An instant as "20 November 2026, 14:05". */
export function instant(at: number): string {
  return `${longDate.format(at)}, ${clock.format(at)}`;
}

/** An instant as "14:05". */
export function timeOfDay(at: number): string {
  return clock.format(at);
}

/** Days as a length: "12 days", "4 months", "1.5 years". */
export function days(value: number): string {
  const whole = Math.round(value);
  if (whole < 1) return 'less than a day';
  if (whole < 60) return count(whole, 'day');
  const months = Math.round(whole / 30.44);
  if (months < 12) return count(months, 'month');
  const years = Math.round((whole / 365.25) * 10) / 10;
  return `${decimal(years)} ${years === 1 ? 'year' : 'years'}`;
}

/** Minutes as a length: "less than a minute", "10 minutes", "2 hours". */
export function minutes(value: number): string {
  if (value < 1) return 'less than a minute';
  const whole = Math.round(value);
  if (whole < 60) return count(whole, 'minute');
  if (whole < 24 * 60) return count(Math.round(whole / 60), 'hour');
  return count(Math.round(whole / (24 * 60)), 'day');
}

/** When something comes next: "in 10 minutes", "in 12 days", "tomorrow" is "in 1 day". */
export function untilNext(next: { minutes: number | null; days: number | null }): string {
  if (next.days !== null) return `in ${days(next.days)}`;
  if (next.minutes !== null) return `in ${minutes(next.minutes)}`;
  return '';
}

/** How long ago an instant was: "just now", "10 minutes ago", "9 days ago". */
export function ago(at: number, now: number): string {
  const passed = Math.max(0, now - at) / 60_000;
  if (passed < 1) return 'just now';
  return passed < 24 * 60 ? `${minutes(passed)} ago` : `${days(passed / (24 * 60))} ago`;
}

/** Whole study days until due: "today", "tomorrow", "in 12 days", "3 days overdue". */
export function dueIn(inDays: number): string {
  if (inDays < 0) return `${days(-inDays)} overdue`;
  if (inDays === 0) return 'today';
  return inDays === 1 ? 'tomorrow' : `in ${days(inDays)}`;
}

/** A time taken: "48 s", "2 min 41 s". */
export function taken(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return seconds % 60 === 0
    ? `${Math.floor(seconds / 60)} min`
    : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A time on the clock: "0:48", "4:50". */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A probability as "87 %". */
export function percent(share: number): string {
  return `${number(share * 100)} %`;
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function localDate(day: string): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}
