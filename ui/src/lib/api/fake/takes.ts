/** The fake's take pages and judgements. */
import { RATINGS } from '../../components/RatingBars.svelte';
import type { AssessTake } from '../generated/AssessTake';
import type { PredictTake } from '../generated/PredictTake';
import type { RegradeView } from '../generated/RegradeView';
import type { TakeAssessmentView } from '../generated/TakeAssessmentView';
import type { TakeChanged } from '../generated/TakeChanged';
import type { TakePage } from '../generated/TakePage';
import type { TakeProposal } from '../generated/TakeProposal';
import type { TakeRow } from '../generated/TakeRow';
import type { TakeTicks } from '../generated/TakeTicks';
import type { Tick } from '../generated/Tick';
import { AppError } from '../errors';
import { emptyWork, pageOf, pageOnlyRows } from './take-pages';
import { measuresOf, wavOf } from './take-sound';

const worth: Record<Tick, number> = { covered: 1, partly: 0.5, missed: 0 };

export class FakeTakes {
  /** Shared by all parts of the fake; newest first. */
  readonly rows: TakeRow[];
  #unlisted: TakeRow[];
  #pages = new Map<string, TakePage>();
  #listeners = new Set<(change: TakeChanged) => void>();

  constructor(rows: TakeRow[]) {
    this.rows = rows;
    this.#unlisted = rows[0] ? pageOnlyRows(rows[0]) : [];
  }

  predictTake({ take, rating }: PredictTake): void {
    this.#row(take).predicted = rating;
  }

  takePage(id: string, blind: boolean): TakePage {
    const page = this.#page(id);
    const expected = page.take.predicted === null ? null : page.expected;
    if (!blind) return { ...page, expected };
    const take = {
      ...page.take,
      rating: null,
      coverage: null,
      coverageWords: null,
    };
    return { ...page, take, expected, work: emptyWork, assessment: null, previews: [] };
  }

  takeAudio(id: string): ArrayBuffer {
    const { sound, durationMs } = this.#row(id);
    if (sound !== 'kept') throw new AppError('notFound', 'The sound of this take is not there.');
    return wavOf(durationMs);
  }

  saveTakeWork({ take, work }: TakeTicks): void {
    this.#page(take).work = work;
  }

  /** Every point and part of a story counts alike; a mistake is one band down, a red flag all. */
  proposeTakeRating({ take, work }: TakeTicks): TakeProposal | null {
    const { expected, question, take: row } = this.#page(take);
    const of = expected?.keyPoints.length ?? 0;
    const { figure, ...parts } = work.story;
    const story = Object.values(parts);
    const ticks = work.points.map(({ tick }) => tick);
    if (question.kind === 'behavioural') {
      if (story.includes(null) || figure === null) return null;
      ticks.push(...story.filter((tick) => tick !== null));
    }
    if (work.points.length < of || ticks.length === 0) return null;
    const made = ticks.reduce((sum, tick) => sum + worth[tick], 0);
    const share = made / ticks.length;
    const band = share >= 0.9 ? 3 : share >= 0.65 ? 2 : share >= 0.4 ? 1 : 0;
    const lowered = work.redFlags.length > 0 ? 0 : Math.max(0, band - work.mistakes.length);
    const rating = RATINGS[lowered] ?? 'again';
    const why =
      work.redFlags.length > 0
        ? ', a red flag lowers it'
        : lowered < band
          ? ', the mistake lowers it'
          : '';
    const against =
      row.predicted === null
        ? null
        : row.predicted === rating
          ? 'as you predicted'
          : 'off your prediction';
    return { rating, reason: `${made} of ${ticks.length} points${why}.`, against };
  }

  assessTake({ take, work, rating }: AssessTake): TakeAssessmentView {
    const page = this.#page(take);
    const proposal = this.proposeTakeRating({ take, work });
    const assessment: TakeAssessmentView = {
      at: page.take.begunAt + 600_000,
      derived: proposal?.rating ?? null,
      reason: proposal?.reason ?? null,
      rating,
      movedCard: page.previews.length > 0,
      regrades: [],
    };
    page.work = work;
    page.assessment = assessment;
    page.take.rating = rating;
    return assessment;
  }

  undoTakeAssessment(id: string): void {
    const page = this.#page(id);
    page.assessment = null;
    page.take.rating = null;
  }

  regradeTake({ take, work }: TakeTicks): RegradeView {
    const page = this.#page(take);
    const before = page.work.points;
    const same = work.points.filter(
      ({ text, tick }) => before.find((point) => point.text === text)?.tick === tick,
    ).length;
    return {
      at: page.take.begunAt,
      derived: this.proposeTakeRating({ take, work })?.rating ?? null,
      same,
      points: work.points.length,
      words: `You judged ${same} of ${work.points.length} key points as you did the first time.`,
    };
  }

  listen(listener: (change: TakeChanged) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Says that work on a take went on, or that it is done. */
  change(change: TakeChanged): void {
    const page = this.#page(change.take);
    page.take.job = change.job;
    page.measures = change.job === null ? measuresOf(page.take.durationMs) : null;
    for (const listener of this.#listeners) listener(change);
  }

  #row(id: string): TakeRow {
    const row = [...this.rows, ...this.#unlisted].find((one) => one.id === id);
    if (!row) throw new AppError('notFound', 'This take is not there any more.');
    return row;
  }

  #page(id: string): TakePage {
    const take = this.#row(id);
    const others = this.rows.filter(
      (row) => row.id !== id && take.card !== null && row.card?.id === take.card.id,
    );
    const known = this.#pages.get(id);
    const page = known ? Object.assign(known, { others }) : pageOf(take, others);
    this.#pages.set(id, page);
    return page;
  }
}
