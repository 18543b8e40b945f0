/** The fake's library: decks and rows from the fake cards, a plain search, a card's page. */
import type { CardPage } from '../generated/CardPage';
import type { CardRow } from '../generated/CardRow';
import type { CardView } from '../generated/CardView';
import type { Counts } from '../generated/Counts';
import type { DeckOptions } from '../generated/DeckOptions';
import type { DeckRow } from '../generated/DeckRow';
import type { SearchCards } from '../generated/SearchCards';
import type { SearchResults } from '../generated/SearchResults';

const DAY = 86_400_000;

export const defaultOptions: DeckOptions = {
  desiredRetention: 0.9,
  learningSteps: [1, 10],
  relearningSteps: [10],
  newPerDay: 10,
  reviewsPerDay: 200,
  maximumInterval: 365,
  leechLapses: 8,
  burySiblings: true,
};

export function countsOf(cards: CardView[]): Counts {
  const awake = cards.filter((card) => !card.status.suspended && !card.status.buried);
  const due = awake.filter((card) => (card.status.dueInDays ?? 0) <= 0);
  return {
    new: due.filter((card) => card.status.phase === 'new').length,
    learning: due.filter((card) => card.status.phase.endsWith('learning')).length,
    review: due.filter((card) => card.status.phase === 'review').length,
  };
}

export function deckRows(cards: CardView[], ownOptions: Set<string>): DeckRow[] {
  const ids = [...new Set(cards.map((card) => card.deck))];
  return ids
    .map((id): DeckRow => {
      const inside = cards.filter((card) => card.deck === id);
      const shipped = id !== 'stories';
      return {
        id,
        title: inside[0]?.deckTitle ?? id,
        description: shipped
          ? 'Questions that interviewers ask, with the answer they hope for.'
          : 'What happened, and what I would do again.',
        seniority: shipped ? 'mid' : null,
        cards: inside.length,
        due: countsOf(inside),
        unseen: inside.filter((card) => card.status.phase === 'new').length,
        suspended: inside.filter((card) => card.status.suspended).length,
        shipped,
        path: shipped ? `/usr/share/rehearse/content/${id}` : `/home/ada/rehearse/decks/${id}`,
        diagnostics: shipped
          ? []
          : [
              {
                file: `/home/ada/rehearse/decks/${id}/stories.md`,
                line: 42,
                column: 5,
                severity: 'error',
                message: 'the question has no id',
                hint: 'add {#an-id} at the end of the heading',
              },
            ],
        ownOptions: ownOptions.has(id),
      };
    })
    .sort((a, b) => a.title.localeCompare(b.title));
}

export function search(cards: CardView[], request: SearchCards): SearchResults {
  const problems: string[] = [];
  const tests = (request.query.match(/\S+/g) ?? []).map((word): ((card: CardView) => boolean) => {
    const [, field, value = ''] = /^(\w+):(.+)$/.exec(word) ?? [];
    if (field === 'deck') return (card) => card.deck === value;
    if (field === 'tag') return (card) => card.tags.includes(value);
    if (field === 'level') return (card) => card.level === value;
    if (field === 'kind') return (card) => card.kind === value;
    if (field === 'is') return (card) => stands(card, value);
    if (field) problems.push(`“${field}:” is not a field; use deck, tag, level, kind or is.`);
    return (card) =>
      `${card.questionHtml} ${card.answerHtml ?? ''}`.toLowerCase().includes(word.toLowerCase());
  });
  const found = cards.filter((card) => tests.every((test) => test(card)));
  if (request.sort === 'due') {
    found.sort((a, b) => (a.status.dueAt ?? Infinity) - (b.status.dueAt ?? Infinity));
  }
  const rows = found.slice(request.offset, request.offset + request.limit).map(row);
  return structuredClone({ total: found.length, rows, problems });
}

function stands(card: CardView, value: string): boolean {
  const { status } = card;
  if (value === 'suspended') return status.suspended;
  if (value === 'marked') return status.marked;
  if (value === 'new') return status.phase === 'new';
  if (value === 'learning') return status.phase.endsWith('learning');
  return value === 'due' && status.phase !== 'new' && (status.dueInDays ?? 1) <= 0;
}

function row(card: CardView): CardRow {
  return {
    id: card.id,
    questionHtml: card.questionHtml,
    deck: card.deck,
    deckTitle: card.deckTitle,
    kind: card.kind,
    level: card.level,
    followUp: card.parent !== null,
    status: card.status,
  };
}

export function pageOf(card: CardView, edited: boolean): CardPage {
  const seen = card.status.reviews > 0;
  const now = Date.now();
  const entry = (daysAgo: number) => ({
    event: `event-${daysAgo}`,
    kind: 'review',
    at: now - daysAgo * DAY,
    studyDay: new Date(now - daysAgo * DAY).toISOString().slice(0, 10),
    on: null,
    source: 'review',
  });
  return structuredClone({
    card,
    memory: seen ? { stabilityDays: 12.4, difficulty: 6.3, retrievability: 0.87 } : null,
    history: seen
      ? [
          { ...entry(9), rating: 'hard' as const, takenMs: 161_000, intervalDays: 9 },
          { ...entry(14), rating: 'good' as const, takenMs: 95_000, intervalDays: 5 },
          {
            ...entry(15),
            kind: 'mark',
            rating: null,
            takenMs: null,
            intervalDays: null,
            on: true,
            source: null,
          },
          {
            ...entry(15),
            event: 'first',
            rating: 'again' as const,
            takenMs: 48_000,
            intervalDays: null,
          },
        ]
      : [],
    siblings: card.followUps,
    file: `/usr/share/rehearse/content/${card.deck}/questions.md`,
    line: 42,
    edited,
  });
}
