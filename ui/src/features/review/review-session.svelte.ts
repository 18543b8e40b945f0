import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { CardAction } from '$lib/api/generated/CardAction';
import type { Counts } from '$lib/api/generated/Counts';
import type { LibraryChanged } from '$lib/api/generated/LibraryChanged';
import type { Proposal } from '$lib/api/generated/Proposal';
import type { Rating } from '$lib/api/generated/Rating';
import type { ReviewStep } from '$lib/api/generated/ReviewStep';
import type { Scope } from '$lib/api/generated/Scope';
import type { Tick } from '$lib/api/generated/Tick';
import { CardWork } from './card-work.svelte';
import { proposalWords } from './words';

interface Surroundings {
  /** Says something politely to screen readers. */
  announce: (text: string) => void;
  /** A monotonic clock, in milliseconds. */
  clock: () => number;
}

export type Face = 'loading' | 'failed' | 'card' | 'offer' | 'waiting' | 'summary';

/** One session of reviewing: what is shown, what the learner did with it, what comes next. */
export class ReviewSession {
  step = $state.raw<ReviewStep | null>(null);
  work = $state.raw<CardWork | null>(null);
  proposal = $state.raw<Proposal | null>(null);
  /** What just happened; it leaves with the next step. */
  notice = $state<string | null>(null);
  /** An action that failed. Nothing on screen is lost by it. */
  problem = $state.raw<AppError | null>(null);
  /** The session could not be opened at all. */
  failure = $state.raw<AppError | null>(null);
  /** An action is under way; a second key press finds nothing to do. */
  busy = $state(false);
  /** The step with the shown card's new text, after its file changed; shown when asked for. */
  changed = $state.raw<ReviewStep | null>(null);
  /** Follow-ups on offer that are ticked, by id. */
  wanted = $state.raw<string[]>([]);
  /** What today's limits hold back, known once the session is over. */
  heldBack = $state.raw<Counts | null>(null);
  /** Counts the scenes: it grows when something else is on the page. */
  scene = $state(0);

  readonly card = $derived(this.work?.card ?? null);
  /** The last card's deck: its follow-ups on offer still belong to it. */
  deck = $state.raw<{ title: string; language: string } | null>(null);
  readonly canRate = $derived(this.work?.revealed === true && !this.busy);
  readonly done = $derived(this.step?.progress.done ?? 0);
  readonly total = $derived.by(() => {
    if (!this.step) return 0;
    const { done, learning, review, new: unseen } = this.step.progress;
    return done + learning + review + unseen;
  });
  readonly face = $derived.by((): Face => {
    if (this.failure) return 'failed';
    if (!this.step) return 'loading';
    if (this.work) return 'card';
    if (this.step.offer) return 'offer';
    return this.step.waitingUntil === null ? 'summary' : 'waiting';
  });

  #api: Api;
  #around: Surroundings;
  #proposing: Promise<void> = Promise.resolve();
  #asked = 0;

  constructor(api: Api, around: Surroundings) {
    this.#api = api;
    this.#around = around;
  }

  /** Starts a session, or with null looks at the one that is under way. */
  async open(scope: Scope | null): Promise<void> {
    this.failure = null;
    try {
      this.#show(await (scope ? this.#api.startReview(scope) : this.#api.currentStep()));
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    }
  }

  reveal(): boolean {
    const { work } = this;
    if (!work || work.revealed) return false;
    work.revealed = true;
    this.notice = null;
    this.#around.announce(work.isChoice ? 'Result shown' : 'Answer shown');
    this.#propose();
    return true;
  }

  tick(index: number, tick: Tick): void {
    if (!this.work?.revealed || index >= this.work.ticks.length) return;
    this.work.ticks[index] = tick;
    this.#propose();
  }

  /** The first key point without a judgement, or -1. */
  nextOpen(): number {
    return this.work?.ticks.indexOf(null) ?? -1;
  }

  setMistake(index: number, made: boolean): void {
    if (!this.work) return;
    this.work.mistakes[index] = made;
    this.#propose();
  }

  setRedFlag(index: number, shown: boolean): void {
    if (!this.work) return;
    this.work.redFlags[index] = shown;
    this.#propose();
  }

  async rate(rating: Rating): Promise<void> {
    const { work, proposal } = this;
    if (!work || !this.canRate) return;
    const { id, revision } = work.card;
    const takenMs = Math.round(this.#around.clock() - work.since);
    const basis = work.basis(proposal?.rating ?? null);
    await this.#act(async () => {
      this.#show(await this.#api.answerCard({ id, revision, rating, takenMs, basis }));
    });
  }

  /** Rates as proposed, or Good when nothing is proposed. */
  async takeProposal(): Promise<void> {
    const { scene } = this;
    await this.#proposing; // the last tick and Enter may come in one breath
    if (scene === this.scene) await this.rate(this.proposal?.rating ?? 'good');
  }

  async mark(): Promise<void> {
    const { work, step } = this;
    if (!work || !step) return;
    const on = !work.card.status.marked;
    await this.#act(async () => {
      const status = await this.#api.actOnCard(work.card.id, { kind: 'mark', on });
      this.work = work.onto({ ...work.card, status });
      this.step = { ...step, canUndo: true };
      this.#say(on ? 'Marked.' : 'The mark is gone.');
    });
  }

  bury(): Promise<void> {
    return this.#putAway({ kind: 'bury', on: true }, 'Buried until the next study day.');
  }

  suspend(): Promise<void> {
    return this.#putAway({ kind: 'suspend', on: true }, 'Suspended until you resume it.');
  }

  async undo(): Promise<void> {
    await this.#act(async () => {
      const { kind, message, step } = await this.#api.undo();
      const back = step?.card?.id;
      if (step) this.#show(step, kind !== 'review' && back === this.card?.id);
      this.#say(message);
    });
  }

  want(id: string, wanted: boolean): void {
    this.wanted = wanted ? [...this.wanted, id] : this.wanted.filter((one) => one !== id);
  }

  /** The newest take of the shown card; null, and said, when there is none. */
  async newestTake(): Promise<string | null> {
    const { card } = this;
    if (!card) return null;
    let newest: string | null = null;
    await this.#act(async () => {
      newest = (await this.#api.takesOf({ kind: 'card', card: card.id }))[0]?.id ?? null;
      if (newest === null) this.#say('No take of this question yet.');
    });
    return newest;
  }

  /** Goes on from an offer, with the ticked follow-ups or with none. */
  async leaveOffer(take: boolean): Promise<void> {
    const offered = this.step?.offer?.followUps.map((one) => one.id) ?? [];
    const ids = take ? offered.filter((id) => id !== null && this.wanted.includes(id)) : [];
    await this.#act(async () => {
      this.#show(await this.#api.acceptFollowUps(ids.filter((id) => id !== null)));
    });
  }

  /** Looks again: the waiting time is over, or the shown question was edited. */
  async refresh(notice?: string): Promise<void> {
    await this.#act(async () => {
      const step = await this.#api.currentStep();
      this.#show(step, step.card?.id === this.card?.id);
      if (notice) this.#say(notice);
    });
  }

  /** Raises today's limits and goes on with the same scope. */
  async studyMore(more: { new: number; reviews: number }, scope: Scope | null): Promise<void> {
    const deck = scope?.kind === 'deck' ? scope.deck : null;
    await this.#act(async () => {
      await this.#api.studyMore({ deck, ...more });
      this.#show(await this.#api.startReview(scope ?? { kind: 'due' }));
    });
  }

  /** Decks were read again: says so when it concerns the shown card, and swaps nothing. */
  async libraryChanged(change: LibraryChanged): Promise<void> {
    const { card } = this;
    const named = change.cards.length < change.total || change.cards.includes(card?.id ?? '');
    if (!card || !named) return;
    try {
      const step = await this.#api.currentStep();
      if (this.card !== card || this.busy) return;
      const same = step.card?.id === card.id && step.card.revision === card.revision;
      this.changed = same ? null : step;
    } catch {
      this.changed = null; // the next action will say what is the matter
    }
  }

  showChanged(): void {
    const step = this.changed;
    if (step) this.#show(step, step.card?.id === this.card?.id);
  }

  async #putAway(action: CardAction, said: string): Promise<void> {
    const { card } = this;
    if (!card) return;
    await this.#act(async () => {
      await this.#api.actOnCard(card.id, action);
      this.#show(await this.#api.currentStep());
      this.#say(said);
    });
  }

  /** One action at a time; a failure is shown and takes nothing away. */
  async #act(action: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await action();
    } catch (thrown) {
      this.problem = AppError.from(thrown);
    } finally {
      this.busy = false;
    }
  }

  #say(text: string): void {
    this.notice = text;
  }

  /** Puts a step on screen; `sameCard` keeps what the learner did with the shown card. */
  #show(step: ReviewStep, sameCard = false): void {
    const before = this.work;
    this.step = step;
    this.notice = step.notice;
    if (step.card) this.deck = { title: step.card.deckTitle, language: step.card.language };
    else if (!step.offer) this.deck = null;
    this.changed = null;
    this.wanted = step.offer?.followUps.flatMap(({ id }) => (id === null ? [] : [id])) ?? [];
    this.heldBack = null;
    if (sameCard && before && step.card) {
      this.work = before.onto(step.card);
    } else {
      this.work = step.card && new CardWork(step.card, this.#around.clock());
      this.scene += 1;
    }
    this.#propose();
    if (step.summary && step.summary.heldBack > 0) void this.#askHeldBack();
  }

  async #askHeldBack(): Promise<void> {
    const { step } = this;
    const today = await this.#api.today().catch(() => null); // without it, nothing is offered
    if (step === this.step) this.heldBack = today?.heldBack ?? null;
  }

  /** Asks the core what the ticks propose; an answer that was overtaken is dropped. */
  #propose(): void {
    const { work } = this;
    const asked = (this.#asked += 1);
    if (!work?.revealed || !work.judged) {
      this.proposal = null;
      return;
    }
    this.#proposing = this.#api.proposeRating(work.request()).then(
      (proposal) => {
        if (asked !== this.#asked) return;
        this.proposal = proposal;
        if (proposal) this.#around.announce(proposalWords(proposal));
      },
      () => {
        if (asked === this.#asked) this.proposal = null; // one rates without a proposal too
      },
    );
  }
}
