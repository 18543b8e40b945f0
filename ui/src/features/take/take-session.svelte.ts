import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { Marker } from '$lib/api/generated/Marker';
import type { Rating } from '$lib/api/generated/Rating';
import type { RegradeView } from '$lib/api/generated/RegradeView';
import type { TakeChanged } from '$lib/api/generated/TakeChanged';
import type { TakePage } from '$lib/api/generated/TakePage';
import type { TakeProposal } from '$lib/api/generated/TakeProposal';
import type { TakeRow } from '$lib/api/generated/TakeRow';
import type { TakeWork } from '$lib/api/generated/TakeWork';
import type { Tick } from '$lib/api/generated/Tick';
import { Loader } from '$lib/components/loader.svelte';
import { Player } from '$lib/components/player/player.svelte';
import { clockTime } from '$lib/components/player/time-line';
import { ratingWord } from '$lib/components/RatingBars.svelte';
import { type Subject, TakeJudgement } from './take-judgement.svelte';
import { WorkKeeper } from './work-keeper.svelte';

export type TakeApi = Pick<
  Api,
  | 'takePage'
  | 'takeAudio'
  | 'predictTake'
  | 'saveTakeWork'
  | 'proposeTakeRating'
  | 'assessTake'
  | 'undoTakeAssessment'
  | 'regradeTake'
>;

interface Around {
  /** The take is judged again without its first judgement. */
  blind: boolean;
  announce: (text: string) => void;
}

/** Blind ticks that were left: the first judgement must not be written over, so they stay here. */
const leftBlind: Record<string, TakeWork | undefined> = {};

/** One take: predicted, listened to, judged. */
export class TakeSession {
  #api: TakeApi;
  #announce: (text: string) => void;
  /** Counts the questions for a rating: an answer that was overtaken is dropped. */
  #asked = 0;
  #proposed: Promise<void> = Promise.resolve();
  readonly id: string;
  readonly blind: boolean;
  readonly page: Loader<TakePage>;
  readonly player: Player;
  readonly keeper: WorkKeeper;
  judgement = $state.raw<TakeJudgement | null>(null);
  proposal = $state.raw<TakeProposal | null>(null);
  /** How a blind judgement compares with the first. */
  compared = $state.raw<RegradeView | null>(null);
  problem = $state.raw<AppError | null>(null);
  /** Why work in the background on the take failed. */
  jobProblem = $state<string | null>(null);
  busy = $state(false);
  /** A take that was judged is judged anew. */
  again = $state(false);
  /** Grows when something else is on the page: the focus follows. */
  scene = $state(0);

  readonly assessment = $derived.by(() => this.page.data?.assessment ?? null);
  readonly face = $derived.by((): 'predicting' | 'judging' | 'judged' | 'compared' | null => {
    const page = this.page.data;
    if (!page) return null;
    if (page.expected === null) return 'predicting';
    if (this.compared) return 'compared';
    return page.assessment && !this.again ? 'judged' : 'judging';
  });
  /** Whether there is a sound to play. */
  readonly canPlay = $derived.by(() => this.page.data?.take.sound === 'kept');
  readonly canRate = $derived(
    this.face === 'judging' && !this.busy && (this.proposal !== null || this.judgement?.open === 0),
  );

  constructor(api: TakeApi, id: string, { blind, announce }: Around) {
    this.#api = api;
    this.#announce = announce;
    this.id = id;
    this.blind = blind;
    this.page = new Loader(() => api.takePage(id, blind));
    this.keeper = new WorkKeeper(async (work) => {
      if (blind) leftBlind[id] = work;
      else await api.saveTakeWork({ take: id, work });
    });
    this.player = new Player({
      read: () => api.takeAudio(id),
      announce,
      recorded: () => {
        const { take, measures } = this.page.data ?? {};
        return {
          durationMs: take?.durationMs ?? 0,
          pauses: measures?.pauses ?? [],
          firstWordMs: measures?.firstWordMs ?? null,
          lastWordMs: measures?.lastWordMs ?? null,
        };
      },
    });
  }

  async open(): Promise<void> {
    await this.page.retry();
    this.#judge();
    this.scene += 1;
  }

  /** Says how it went; the expected answer follows. */
  async predict(rating: Rating): Promise<boolean> {
    if (this.face !== 'predicting') return false;
    const done = await this.#do(async () => {
      await this.#api.predictTake({ take: this.id, rating });
      await this.page.refresh();
    });
    if (!done) return false;
    this.#judge();
    this.scene += 1;
    this.#announce(`You predicted ${ratingWord(rating)}. The expected answer is shown.`);
    return true;
  }

  tick(row: number, tick: Tick): void {
    const subject = this.judgement?.tick(row, tick) ?? null;
    // What was missed is nowhere in the sound.
    if (subject && tick !== 'missed') this.#markNow(subject);
    this.#changed();
  }

  setMistake(index: number, made: boolean): void {
    this.#setWrong('mistake', index, made);
  }

  setRedFlag(index: number, shown: boolean): void {
    this.#setWrong('redFlag', index, shown);
  }

  setFigure(had: boolean): void {
    if (!this.judgement) return;
    this.judgement.story.figure = had;
    this.#changed();
  }

  /** Marks where the sound stands now, to find it again. False before there is a judgement. */
  markMoment(): boolean {
    if (!this.judgement || this.face === 'predicting' || this.player.face !== 'ready') return false;
    const { atMs } = this.player;
    this.judgement.mark({ of: 'moment', text: '' }, atMs);
    this.#announce(`Marked at ${clockTime(atMs)}.`);
    this.#keep();
    return true;
  }

  clearMarker(marker: Marker): void {
    this.judgement?.clear(marker);
    this.#keep();
  }

  nameMarker(marker: Marker, text: string): void {
    this.judgement?.name(marker, text);
    this.#keep();
  }

  /** Gives the take a rating. Says whether it is kept. */
  async rate(rating: Rating): Promise<boolean> {
    const { judgement } = this;
    if (!this.canRate || this.blind || !judgement) return false;
    const work = judgement.work();
    const done = await this.#do(async () => {
      await this.keeper.hand();
      const assessment = await this.#api.assessTake({ take: this.id, work, rating });
      const { data } = this.page;
      if (data) this.page.set({ ...data, work, assessment, take: { ...data.take, rating } });
    });
    if (!done) {
      this.keeper.change(work);
      return false;
    }
    this.again = false;
    this.scene += 1;
    this.#announce(`Rated ${ratingWord(rating)}.`);
    return true;
  }

  /** Takes what the ticks amount to. */
  async takeDerived(): Promise<boolean> {
    await this.#proposed; // the tick made just before counts
    return this.proposal !== null && this.rate(this.proposal.rating);
  }

  /** Takes the judgement back; the ticks stay. */
  async undo(): Promise<boolean> {
    if (!this.assessment || this.blind || this.busy) return false;
    const done = await this.#do(async () => {
      await this.#api.undoTakeAssessment(this.id);
      await this.page.refresh();
    });
    if (!done) return false;
    this.again = false;
    this.#changed();
    this.scene += 1;
    this.#announce('The judgement is taken back. Your ticks are still here.');
    return true;
  }

  judgeAgain(): void {
    this.again = true;
    this.scene += 1;
    this.#proposed = this.#propose();
  }

  /** Ends a blind judgement: it is compared with the first. */
  async regrade(): Promise<boolean> {
    const { judgement } = this;
    if (!this.blind || !this.canRate || !judgement) return false;
    const done = await this.#do(async () => {
      this.compared = await this.#api.regradeTake({ take: this.id, work: judgement.work() });
    });
    if (!done) return false;
    await this.keeper.hand();
    leftBlind[this.id] = undefined;
    this.scene += 1;
    this.#announce(this.compared?.words ?? '');
    return true;
  }

  /** The row changed: a star, a note, its sound. */
  put(take: TakeRow): void {
    const { data } = this.page;
    if (data) this.page.set({ ...data, take });
  }

  async takeChanged({ take, job, problem }: TakeChanged): Promise<void> {
    const { data } = this.page;
    if (take !== this.id || !data) return;
    this.jobProblem = problem;
    if (job === null) await this.page.refresh();
    else this.page.set({ ...data, take: { ...data.take, job } });
  }

  #judge(): void {
    const { data } = this.page;
    if (!data) return;
    const work = (this.blind ? leftBlind[this.id] : undefined) ?? data.work;
    this.judgement = new TakeJudgement(data, work);
    if (this.face === 'judging') this.#proposed = this.#propose();
  }

  #setWrong(of: 'mistake' | 'redFlag', index: number, made: boolean): void {
    const points = this.judgement?.points;
    const all = of === 'mistake' ? points?.on.commonMistakes : points?.on.redFlags;
    const point = all?.[index];
    if (!this.judgement || !points || !point) return;
    (of === 'mistake' ? points.mistakes : points.redFlags)[index] = made;
    const subject = { of, text: point.text };
    const marker = this.judgement.markerOf(subject);
    if (made) this.#markNow(subject);
    else if (marker) this.judgement.clear(marker); // what was not made was not heard either
    this.#changed();
  }

  /** A tick made while one listens stands at its moment. */
  #markNow(subject: Subject): void {
    const { atMs } = this.player;
    if (atMs <= 0 || this.player.face !== 'ready') return;
    if (this.judgement?.mark(subject, atMs)) this.#announce(`Marked at ${clockTime(atMs)}.`);
  }

  #changed(): void {
    if (this.assessment) this.again = true;
    this.#keep();
    this.#proposed = this.#propose();
  }

  #keep(): void {
    // Once it is compared, a blind judgement is over: nothing of it waits for the next.
    if (this.judgement && !this.compared) this.keeper.change(this.judgement.work());
  }

  async #propose(): Promise<void> {
    const { judgement } = this;
    if (!judgement) return;
    const asked = ++this.#asked;
    try {
      const request = { take: this.id, work: judgement.work() };
      const proposal = await this.#api.proposeTakeRating(request);
      if (asked === this.#asked) this.proposal = proposal;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.proposal = null;
      this.problem = AppError.from(thrown);
    }
  }

  /** One action at a time; its failure is said. */
  async #do(action: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await action();
    } catch (thrown) {
      this.problem = AppError.from(thrown);
    } finally {
      this.busy = false;
    }
    return this.problem === null;
  }
}
