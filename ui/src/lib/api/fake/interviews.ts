/** The fake's interviews: what can be chosen, composing, and the one that runs. */
import { AppError } from '../errors';
import type { BeginInterview } from '../generated/BeginInterview';
import type { CardView } from '../generated/CardView';
import type { ClockView } from '../generated/ClockView';
import type { ComposeDeck } from '../generated/ComposeDeck';
import type { ComposedInterview } from '../generated/ComposedInterview';
import type { ComposeInterview } from '../generated/ComposeInterview';
import type { Interviews } from '../generated/Interviews';
import type { Topic } from '../generated/Topic';
import { FakeInterview } from './interview';
import { type FakeScript, outlineOf, scriptOf, scripts } from './interview-scripts';

/** Calls `tick` again and again; returns how to stop. */
export type Every = (ms: number, tick: () => void) => () => void;

export const everyInterval: Every = (ms, tick) => {
  const timer = setInterval(tick, ms);
  return () => clearInterval(timer);
};

const TOPICS: Topic[] = ['quiz', 'concepts', 'coding', 'design', 'behavioural'];

export class FakeInterviews {
  current: FakeInterview | null = null;
  #scripts: FakeScript[];
  #begun = 0;
  #listeners = new Set<(clock: ClockView) => void>();
  #stop: (() => void) | null = null;

  constructor(
    private readonly cards: () => CardView[],
    private readonly now: () => number,
    private readonly every: Every,
    hasWritten: boolean,
  ) {
    this.#scripts = hasWritten ? scripts : [];
  }

  list(): Interviews {
    const decks = new Map<string, ComposeDeck>();
    for (const card of this.cards()) {
      const deck = decks.get(card.deck) ?? { id: card.deck, title: card.deckTitle, topics: [] };
      const topic = deck.topics.find((one) => one.topic === topicOf(card));
      if (topic) topic.cards += 1;
      else deck.topics.push({ topic: topicOf(card), cards: 1 });
      decks.set(card.deck, deck);
    }
    return {
      written: this.#scripts.map(outlineOf),
      unfinished: this.running()?.unfinished() ?? null,
      decks: [...decks.values()],
      notices: [],
    };
  }

  compose(request: ComposeInterview): ComposedInterview {
    const { seed } = request;
    const cards = this.cards()
      .filter((card) => request.decks.length === 0 || request.decks.includes(card.deck))
      .filter((card) => request.level === null || card.level === request.level)
      .filter((card) => request.topics.length === 0 || request.topics.includes(topicOf(card)))
      .map((card, index) => ({ card, chance: (index * 7 + seed * 3) % 11 }))
      .sort((one, other) => one.chance - other.chance)
      .map(({ card }) => card);
    let minutes = 0;
    const chosen = cards.filter((card) => {
      const fits = minutes + (card.minutes ?? 3) <= request.minutes;
      if (fits) minutes += card.minutes ?? 3;
      return fits;
    });
    chosen.sort((one, other) => TOPICS.indexOf(topicOf(one)) - TOPICS.indexOf(topicOf(other)));
    return {
      request,
      minutes,
      questions: chosen.map((card) => ({
        card: card.id,
        questionHtml: card.questionHtml,
        deckTitle: card.deckTitle,
        topic: topicOf(card),
        level: card.level,
        minutes: card.minutes ?? 3,
        why: card.status.reviews === 0 ? 'never asked before' : 'forgotten last time',
      })),
      note:
        minutes < request.minutes - 5
          ? 'It is shorter than asked: these decks have no more questions of this kind.'
          : null,
    };
  }

  begin({ source, mode }: BeginInterview): FakeInterview {
    if (this.running()) {
      throw new AppError(
        'invalidState',
        'An interview is not over yet: take it up again, or end it.',
      );
    }
    const script =
      source.kind === 'composed' ? this.#composed(source.request) : this.#written(source);
    this.#begun += 1;
    this.current = new FakeInterview(`interview-${this.#begun}`, script, mode, this.now());
    this.#stop ??= this.every(1000, () => this.#tick());
    return this.current;
  }

  /** The interview that runs or waits to be taken up again. */
  running(): FakeInterview | null {
    this.current?.pass(this.now());
    return this.current && this.current.phase !== 'finished' ? this.current : null;
  }

  /** The one that runs, waits or has just ended; refuses when there is none. */
  live(): FakeInterview {
    if (!this.current) throw new AppError('invalidState', 'No interview is under way.');
    this.current.pass(this.now());
    return this.current;
  }

  listen(listener: (clock: ClockView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tick(): void {
    const { current } = this;
    if (current?.phase === 'finished') {
      this.#stop?.();
      this.#stop = null;
    }
    if (current?.phase !== 'running') return;
    current.pass(this.now());
    for (const listener of this.#listeners) listener(current.clock());
  }

  #composed(request: ComposeInterview): FakeScript {
    const { questions } = this.compose(request);
    const cards = new Map(this.cards().map((card) => [card.id, card]));
    return scriptOf(questions.flatMap(({ card }) => cards.get(card) ?? []));
  }

  #written(source: { kind: string; id: string }): FakeScript {
    const found = this.#scripts.find(({ id }) => id === source.id);
    if (found) return found;
    if (source.kind === 'again') return this.#scripts[0] ?? missing();
    return missing();
  }
}

function missing(): never {
  throw new AppError('notFound', 'There is no such interview any more.');
}

function topicOf(card: CardView): Topic {
  if (card.kind === 'choice') return 'quiz';
  if (card.kind === 'code') return 'coding';
  if (card.kind === 'behavioural') return 'behavioural';
  return card.tags.includes('system-design') ? 'design' : 'concepts';
}
