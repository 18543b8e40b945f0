import type { Basis } from '$lib/api/generated/Basis';
import type { CardView } from '$lib/api/generated/CardView';
import type { PointView } from '$lib/api/generated/PointView';
import type { ProposeRating } from '$lib/api/generated/ProposeRating';
import type { Rating } from '$lib/api/generated/Rating';
import type { Tick } from '$lib/api/generated/Tick';

/** What the learner does with one shown card, from question to rating. */
export class CardWork {
  readonly card: CardView;
  /** When the question appeared, on the monotonic clock. */
  readonly since: number;
  revealed = $state(false);
  hintOpen = $state(false);
  hintUsed = $state(false);
  /** One for each key point; null while not judged. */
  ticks = $state<(Tick | null)[]>([]);
  /** Common mistakes made, in the card's order. */
  mistakes = $state<boolean[]>([]);
  /** Red flags shown, in the card's order. */
  redFlags = $state<boolean[]>([]);
  /** The choices picked, by the author's index. */
  picked = $state<number[]>([]);

  get isChoice(): boolean {
    return this.card.kind === 'choice';
  }
  /** Choices are judged by their own; everything else by its key points. */
  readonly judged = $derived(
    this.isChoice || (this.ticks.length > 0 && this.ticks.every((tick) => tick !== null)),
  );
  /** Nothing to tick: the learner compares and rates. */
  get unguided(): boolean {
    const { keyPoints, commonMistakes, redFlags } = this.card;
    return !this.isChoice && keyPoints.length + commonMistakes.length + redFlags.length === 0;
  }
  /** Exactly the right choices. */
  readonly choiceRight = $derived.by(() => {
    const right = this.card.choices.filter((choice) => choice.correct);
    return (
      this.picked.length === right.length &&
      right.every((choice) => this.picked.includes(choice.index))
    );
  });

  /** The choices with what was picked of them. */
  readonly checked = $derived.by(() =>
    this.card.choices.map((choice) => ({ ...choice, taken: this.picked.includes(choice.index) })),
  );

  constructor(card: CardView, since: number) {
    this.card = card;
    this.since = since;
    this.ticks = card.keyPoints.map(() => null);
    this.mistakes = card.commonMistakes.map(() => false);
    this.redFlags = card.redFlags.map(() => false);
  }

  toggleHint(): void {
    this.hintOpen = !this.hintOpen;
    if (this.hintOpen && !this.revealed) this.hintUsed = true;
  }

  pick(index: number): void {
    if (this.revealed) return;
    if (!this.card.severalRight) this.picked = [index];
    else if (this.picked.includes(index)) this.picked = this.picked.filter((one) => one !== index);
    else this.picked = [...this.picked, index];
  }

  /** What the proposal is asked for with. */
  request(): ProposeRating {
    return {
      ticks: this.isChoice ? [] : [...this.ticks],
      mistakes: this.#wrongs().length,
      hintUsed: this.hintUsed,
      choiceRight: this.isChoice ? this.choiceRight : null,
    };
  }

  basis(proposed: Rating | null): Basis {
    return {
      points: this.card.keyPoints.flatMap(({ text }, index) => {
        const tick = this.ticks[index];
        return tick ? [{ text, tick }] : [];
      }),
      mistakes: this.#wrongs(),
      chosen: this.isChoice ? [...this.picked] : null,
      hintUsed: this.hintUsed,
      proposed,
    };
  }

  /** The same work on a changed text of the card: what still has its words is kept. */
  onto(card: CardView): CardWork {
    const work = new CardWork(card, this.since);
    work.revealed = this.revealed;
    work.hintOpen = this.hintOpen;
    work.hintUsed = this.hintUsed;
    work.picked = this.picked.filter((one) => card.choices.some((choice) => choice.index === one));
    work.ticks = keep(this.card.keyPoints, this.ticks, card.keyPoints, null);
    work.mistakes = keep(this.card.commonMistakes, this.mistakes, card.commonMistakes, false);
    work.redFlags = keep(this.card.redFlags, this.redFlags, card.redFlags, false);
    return work;
  }

  /** Red flags are recorded among the mistakes: the log knows no graver word. */
  #wrongs(): string[] {
    const chosen = (points: PointView[], made: boolean[]) =>
      points.filter((_, index) => made[index]).map((point) => point.text);
    return [
      ...chosen(this.card.commonMistakes, this.mistakes),
      ...chosen(this.card.redFlags, this.redFlags),
    ];
  }
}

function keep<T>(before: PointView[], values: T[], after: PointView[], otherwise: T): T[] {
  const known = new Map(before.map((point, index) => [point.text, values[index] ?? otherwise]));
  return after.map((point) => known.get(point.text) ?? otherwise);
}
