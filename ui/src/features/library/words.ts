/** Cards in words: for the list and for the card's page. */
import type { CardStatus } from '$lib/api/generated/CardStatus';
import type { CardView } from '$lib/api/generated/CardView';
import type { HistoryEntry } from '$lib/api/generated/HistoryEntry';
import type { Kind } from '$lib/api/generated/Kind';
import { capitalise, days, taken } from '$lib/format';

export const kindWords: Record<Kind, string> = {
  open: 'open',
  choice: 'multiple choice',
  code: 'coding',
  behavioural: 'behavioural',
};

/** "today", "21 Nov", "3 Jan 2028": a narrow column's date. */
export function shortDate(at: number, now: number): string {
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** When a card comes back, for the list: what keeps it away comes first. */
export function dueWord(status: CardStatus, now: number): string {
  if (status.suspended) return 'suspended';
  if (status.buried) return 'buried';
  if (status.dueAt === null || status.dueInDays === null) return 'new';
  return status.dueInDays === 0 ? 'today' : shortDate(status.dueAt, now);
}

/** What stands beside a question in the list. */
export function signs(status: CardStatus): string[] {
  return [status.marked ? 'marked' : null, status.leech ? 'leech' : null].filter(
    (sign) => sign !== null,
  );
}

/** "Python: runtime and concurrency, hard, 4 min". */
export function cardMeta(card: CardView): string {
  return [
    card.deckTitle,
    card.kind === 'open' ? null : kindWords[card.kind],
    card.level,
    card.minutes === null ? null : `${String(card.minutes)} min`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** An event that is no review, in a word. */
export function eventWord({ kind, on }: HistoryEntry): string {
  if (kind === 'suspend') return on === false ? 'Resumed' : 'Suspended';
  if (kind === 'mark') return on === false ? 'Mark removed' : 'Marked';
  if (kind === 'bury') return on === false ? 'Taken back from burial' : 'Buried';
  return kind === 'reset' ? 'Reset to new' : capitalise(kind);
}

/** What is known of a review besides its rating: "in an interview, 3 min 20 s, then 4 days". */
export function reviewDetails({ source, takenMs, intervalDays }: HistoryEntry): string {
  return [
    source === 'interview' ? 'in an interview' : source === 'import' ? 'imported' : null,
    takenMs === null ? null : taken(takenMs),
    intervalDays === null ? null : `then ${days(intervalDays)}`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** The first block of an answer; whether there is more of it. */
export function beginningOf(html: string): { html: string; more: boolean } {
  const template = document.createElement('template');
  template.innerHTML = html; // inert: a template runs nothing and loads nothing
  const first = template.content.firstElementChild;
  return { html: first?.outerHTML ?? html, more: first?.nextElementSibling != null };
}
