import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { AssessmentView } from '$lib/api/generated/AssessmentView';
import type { InterviewReport } from '$lib/api/generated/InterviewReport';
import type { ReportTurn } from '$lib/api/generated/ReportTurn';
import type { TakeRow } from '$lib/api/generated/TakeRow';
import type { Tick } from '$lib/api/generated/Tick';
import { Loader } from '$lib/components/loader.svelte';
import { ratingWord } from '$lib/components/RatingBars.svelte';
import { Judgement } from '$lib/judgement.svelte';
import type { QuestionPlace } from '$lib/shell.svelte';
import { canBeJudged, isAt, takesAt } from './words';

type AssessApi = Pick<Api, 'interviewReport' | 'assessAnswer' | 'undoAssessment' | 'takesOf'>;

/** Judging the answers of an interview, one question after the other. */
export class AssessSession {
  #api: AssessApi;
  #id: string;
  #announce: (text: string) => void;
  /** Ticks of questions that were left open, by place: coming back finds them. */
  #work: Record<string, Judgement | undefined> = {};
  /** Saves follow each other, so that the last one counts. */
  #saving: Promise<void> = Promise.resolve();
  readonly report: Loader<InterviewReport>;
  at = $state.raw<QuestionPlace | null>(null);
  judgement = $state.raw<Judgement | null>(null);
  problem = $state.raw<AppError | null>(null);
  #takes = $state.raw<TakeRow[]>([]);
  /** Counts the questions shown: it grows when another one is on the page. */
  scene = $state(0);

  readonly turns = $derived.by(() => this.report.data?.turns ?? []);
  readonly index = $derived(this.turns.findIndex((turn) => isAt(turn, this.at)));
  readonly turn = $derived(this.turns[this.index] ?? null);
  /** The takes of this question, to be listened to. */
  readonly takes = $derived(this.at ? takesAt(this.#takes, this.at) : []);
  readonly assessment = $derived(this.turn?.assessment ?? null);
  readonly isChoice = $derived((this.turn?.expected.choices.length ?? 0) > 0);
  /** A multiple choice that waits for its one key. */
  readonly canSettle = $derived(this.isChoice && this.assessment === null);
  /** The question to go on with: the next one that can be judged and is not. */
  readonly following = $derived.by((): ReportTurn | null => {
    const around = [...this.turns.slice(this.index + 1), ...this.turns.slice(0, this.index)];
    return around.find((turn) => canBeJudged(turn) && turn.assessment === null) ?? null;
  });

  constructor(api: AssessApi, id: string, announce: (text: string) => void) {
    this.#api = api;
    this.#id = id;
    this.#announce = announce;
    this.report = new Loader(() => api.interviewReport(id));
  }

  /** Shows a question; null the first that can be judged and is not, else the first. */
  async open(at: QuestionPlace | null): Promise<void> {
    const [, takes] = await Promise.all([
      this.report.refresh(),
      this.#api.takesOf({ kind: 'interview', interview: this.#id }).catch(() => []), // one judges without
    ]);
    this.#takes = takes;
    const found = at && this.turns.find((turn) => isAt(turn, at));
    this.show(found ?? this.following ?? this.turns[0] ?? null);
  }

  show(turn: ReportTurn | null): void {
    this.at = turn && { stage: turn.stage, turn: turn.turn };
    this.judgement = turn && this.#workOn(turn);
    this.problem = null;
    this.scene += 1;
  }

  /** The question before this one, in the interview's order. */
  previous(): boolean {
    const before = this.turns[this.index - 1];
    if (before) this.show(before);
    return before !== undefined;
  }

  /** Goes on once everything is saved. False when nothing is left to judge. */
  async next(): Promise<boolean> {
    await this.#saving;
    if (this.problem) return true; // what could not be saved stays on screen
    if (!this.following) return false;
    this.show(this.following);
    return true;
  }

  tick(index: number, tick: Tick): void {
    this.judgement?.tick(index, tick);
    this.#judged();
  }

  setMistake(index: number, made: boolean): void {
    if (!this.judgement) return;
    this.judgement.mistakes[index] = made;
    this.#judged();
  }

  setRedFlag(index: number, shown: boolean): void {
    if (!this.judgement) return;
    this.judgement.redFlags[index] = shown;
    this.#judged();
  }

  /** Assesses a multiple choice by what was taken. False when this is none, or it is done. */
  settle(): boolean {
    if (!this.canSettle) return false;
    this.save();
    return true;
  }

  /** Takes the assessment back. False when there is none. */
  undo(): boolean {
    const { turn } = this;
    if (!turn?.assessment) return false;
    this.#after(async () => {
      await this.#api.undoAssessment(this.#id, turn.stage, turn.turn);
      this.#put(turn, null);
      this.#work[key(turn)] = undefined;
      if (isAt(turn, this.at)) this.judgement = this.#workOn({ ...turn, assessment: null });
      this.#announce('The assessment is taken back.');
    });
    return true;
  }

  /** Writes the judgement down; also to try again after a failure. */
  save(): void {
    const { turn, judgement } = this;
    if (!turn || !judgement) return;
    const { stage, turn: place } = turn;
    const made = judgement.judging();
    this.#after(async () => {
      const view = await this.#api.assessAnswer({
        interview: this.#id,
        stage,
        turn: place,
        ...made,
      });
      this.#put(turn, view);
      if (view.rating) this.#announce(`${ratingWord(view.rating)}: ${view.reason ?? ''}`);
    });
  }

  /** Settles when everything done so far is written down. */
  get saved(): Promise<void> {
    return this.#saving;
  }

  /** An answer counts as judged when every point has its tick; a choice when one says so. */
  #judged(): void {
    const whole = this.isChoice ? this.assessment !== null : this.judgement?.complete === true;
    const hasPoints = this.isChoice || (this.turn?.expected.keyPoints.length ?? 0) > 0;
    if (whole && hasPoints) this.save();
  }

  #workOn(turn: ReportTurn): Judgement {
    const known = this.#work[key(turn)];
    if (known) return known;
    const { expected } = turn;
    const on = expected.choices.length > 0 ? { ...expected, keyPoints: [] } : expected;
    const judgement = new Judgement(on, turn.assessment);
    this.#work[key(turn)] = judgement;
    return judgement;
  }

  #put(at: QuestionPlace, assessment: AssessmentView | null): void {
    const report = this.report.data;
    if (!report) return;
    const turns = report.turns.map((turn) => (isAt(turn, at) ? { ...turn, assessment } : turn));
    this.report.set({ ...report, turns });
  }

  #after(action: () => Promise<void>): void {
    this.problem = null;
    this.#saving = this.#saving.then(action).catch((thrown: unknown) => {
      this.problem = AppError.from(thrown);
    });
  }
}

function key({ stage, turn }: QuestionPlace): string {
  return `${stage}/${turn}`;
}
