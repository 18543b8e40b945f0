/** The fake's review session: a queue that behaves enough like the core's to build a screen on. */
import type { CardView } from '../generated/CardView';
import type { Offer } from '../generated/Offer';
import type { ProposeRating } from '../generated/ProposeRating';
import type { Proposal } from '../generated/Proposal';
import type { Rating } from '../generated/Rating';
import type { RatingPreview } from '../generated/RatingPreview';
import type { ReviewStep } from '../generated/ReviewStep';

const RATINGS: Rating[] = ['again', 'hard', 'good', 'easy'];

interface Answered {
  id: string;
  rating: Rating;
  takenMs: number;
}

/** What undo goes back to. */
interface Before {
  queue: string[];
  answered: Answered[];
  offer: Offer | null;
  waiting: { id: string; at: number }[];
}

export class FakeSession {
  queue: string[];
  answered: Answered[] = [];
  offer: Offer | null = null;
  waiting: { id: string; at: number }[] = [];
  notice: string | null = null;
  heldBack = 10;
  #before: { id: string; state: Before }[] = [];

  constructor(
    private readonly cards: Map<string, CardView>,
    ids: string[],
  ) {
    this.queue = ids;
  }

  step(now: number): ReviewStep {
    const back = this.waiting.filter((entry) => entry.at <= now);
    this.waiting = this.waiting.filter((entry) => entry.at > now);
    this.queue.push(...back.map((entry) => entry.id));
    const card = this.offer ? null : (this.cards.get(this.queue[0] ?? '') ?? null);
    const next = Math.min(...this.waiting.map((entry) => entry.at));
    const phases = this.queue.map((id) => this.cards.get(id)?.status.phase);
    const over = !card && !this.offer && this.waiting.length === 0;
    const notice = this.notice;
    this.notice = null;
    return structuredClone({
      progress: {
        done: this.answered.length,
        new: phases.filter((phase) => phase === 'new').length,
        learning:
          this.waiting.length +
          phases.filter((phase) => phase === 'learning' || phase === 'relearning').length,
        review: phases.filter((phase) => phase === 'review').length,
      },
      card,
      previews: card ? previews(card) : [],
      offer: this.offer,
      notice,
      waitingUntil: !card && !this.offer && this.waiting.length > 0 ? next : null,
      summary: over ? this.#summary() : null,
      canUndo: this.#before.length > 0,
    });
  }

  answer(id: string, rating: Rating, takenMs: number, now: number): void {
    const card = this.cards.get(id);
    if (!card) return;
    this.#before.push({ id, state: this.#state() });
    this.queue = this.queue.filter((entry) => entry !== id);
    this.answered.push({ id, rating, takenMs });
    if (rating === 'again') this.waiting.push({ id, at: now + 4 * 60_000 });
    const open = card.followUps.filter((one) => one.id !== null && !this.queue.includes(one.id));
    if (open.length > 0 && rating !== 'again') {
      this.offer = { parent: { id, questionHtml: card.questionHtml }, followUps: open };
    }
  }

  accept(ids: string[]): void {
    this.offer = null;
    this.queue.unshift(...ids);
  }

  /** The card that came back, or null when there is nothing to undo. */
  undo(): CardView | null {
    const last = this.#before.pop();
    if (!last) return null;
    Object.assign(this, last.state);
    return this.cards.get(last.id) ?? null;
  }

  remove(id: string): void {
    this.#before.push({ id, state: this.#state() });
    this.queue = this.queue.filter((entry) => entry !== id);
  }

  #state(): Before {
    return structuredClone({
      queue: this.queue,
      answered: this.answered,
      offer: this.offer,
      waiting: this.waiting,
    });
  }

  #summary(): ReviewStep['summary'] {
    const byRating = RATINGS.map(
      (rating) => this.answered.filter((one) => one.rating === rating).length,
    );
    const again = new Set(this.answered.filter((one) => one.rating === 'again').map((o) => o.id));
    return {
      answered: this.answered.length,
      byRating: [byRating[0] ?? 0, byRating[1] ?? 0, byRating[2] ?? 0, byRating[3] ?? 0],
      takenMs: this.answered.reduce((sum, one) => sum + one.takenMs, 0),
      firstSeen: this.answered.filter((one) => this.cards.get(one.id)?.status.phase === 'new')
        .length,
      again: [...again].map((id) => ({
        id,
        questionHtml: this.cards.get(id)?.questionHtml ?? id,
      })),
      dueTomorrow: 17,
      heldBack: this.heldBack,
    };
  }
}

function previews(card: CardView): RatingPreview[] {
  const known = card.status.phase === 'review';
  return [
    { rating: 'again', minutes: 10, days: null },
    { rating: 'hard', minutes: known ? null : 15, days: known ? 12 : null },
    { rating: 'good', minutes: null, days: known ? 23 : 3 },
    { rating: 'easy', minutes: null, days: known ? 124 : 9 },
  ];
}

/** A stand-in for the core's rule. */
export function propose(request: ProposeRating): Proposal | null {
  if (request.choiceRight !== null) {
    return request.choiceRight
      ? { rating: 'good', reason: 'Exactly the right choices were picked.' }
      : { rating: 'again', reason: 'The choice was wrong.' };
  }
  if (request.ticks.length === 0 || request.ticks.includes(null)) return null;
  const worth = { covered: 1, partly: 0.5, missed: 0 };
  const sum = request.ticks.reduce((total, tick) => total + (tick ? worth[tick] : 0), 0);
  const share = sum / request.ticks.length;
  const level = share === 1 ? 3 : share >= 0.6 ? 2 : share >= 0.4 ? 1 : 0;
  const lowered = Math.max(0, level - (request.mistakes > 0 || request.hintUsed ? 1 : 0));
  const why =
    request.mistakes > 0
      ? '; a common mistake was made'
      : request.hintUsed
        ? '; with the hint'
        : '';
  return {
    rating: RATINGS[lowered] ?? 'again',
    reason: `${sum} of ${request.ticks.length} points${why}.`,
  };
}
