import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { AssessmentView } from '$lib/api/generated/AssessmentView';
import type { ClockView } from '$lib/api/generated/ClockView';
import type { InterviewAction } from '$lib/api/generated/InterviewAction';
import type { InterviewView } from '$lib/api/generated/InterviewView';
import type { Tick } from '$lib/api/generated/Tick';
import { ratingWord } from '$lib/components/RatingBars.svelte';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import { Judgement } from '$lib/judgement.svelte';
import { Milestones } from './milestones';

interface Surroundings {
  /** Says something politely to screen readers. */
  announce: (text: string) => void;
  /** The setting: whether half time, the last two minutes and the end are said. */
  announceTime: () => boolean;
}

export type Face =
  'loading' | 'failed' | 'none' | 'asking' | 'feedback' | 'paused' | 'interrupted' | 'finished';

/** Which question an answer belongs to. */
interface AnswerPlace {
  interview: string;
  stage: number;
  turn: number;
}

/** Sleep of the computer that is worth a word. */
const SLEPT_MS = 5_000;
/** A line about the time stays this long, unless the candidate does something first. */
const LINE_MS = 30_000;

/** The interview that runs: what is asked, what one does, what the clock says. */
export class InterviewSession {
  view = $state.raw<InterviewView | null>(null);
  clock = $state.raw<ClockView | null>(null);
  /** The interview could not be read at all. */
  failure = $state.raw<AppError | null>(null);
  /** An action that failed. Nothing on screen is lost by it. */
  problem = $state.raw<AppError | null>(null);
  /** An action is under way; a second key press finds nothing to do. */
  busy = $state(false);
  /** What the clock has just reached. */
  line = $state<string | null>(null);
  /** The ticks on the answer, once its key points are shown. */
  judgement = $state.raw<Judgement | null>(null);
  assessment = $state.raw<AssessmentView | null>(null);
  /** The editor was opened or closed by the candidate; null leaves it to the question. */
  codeWanted = $state<boolean | null>(null);
  /** Minutes with their seconds, on request. */
  seconds = $state(false);
  /** Counts the scenes: it grows when something else is on the page. */
  scene = $state(0);
  readonly keeper = new DraftKeeper();

  readonly face = $derived.by((): Face => {
    if (this.failure) return 'failed';
    if (!this.view) return this.#opened ? 'none' : 'loading';
    return this.view.phase === 'running' ? 'asking' : this.view.phase;
  });
  /** Whether the editor is open: where code is wanted or written, unless the candidate said. */
  readonly codeOpen = $derived.by(
    () => this.codeWanted ?? (this.view?.asked.wantsCode === true || this.#hasCode),
  );
  readonly canHint = $derived(
    this.face === 'asking' && this.view?.asked.hasHint === true && !this.view.asked.hintHtml,
  );
  readonly canPause = $derived(this.face === 'asking' && this.view?.mode === 'practice');
  readonly canGoBack = $derived(
    (this.face === 'asking' || this.face === 'feedback') && (this.view?.question ?? 1) > 1,
  );

  #opened = $state(false);
  #hasCode = $state(false);
  #api: Api;
  #around: Surroundings;
  #milestones = new Milestones();
  #lineAt = 0;
  #acting: Promise<void> = Promise.resolve();
  #assessing: Promise<void> = Promise.resolve();
  #asked = 0;

  constructor(api: Api, around: Surroundings) {
    this.#api = api;
    this.#around = around;
  }

  async open(): Promise<void> {
    this.failure = null;
    try {
      const view = await this.#api.currentInterview();
      if (view) {
        this.#milestones.next(view.clock); // what is past is not said again
        this.#show(view);
      }
      this.#opened = true;
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    }
  }

  ticked(clock: ClockView): void {
    if (clock.interview !== this.view?.id) return;
    const slept = clock.asleepMs - (this.clock ?? clock).asleepMs;
    this.clock = clock;
    if (slept >= SLEPT_MS) void this.#hearWhatHappened();
    const spent = clock.spentMs.reduce((sum, one) => sum + one, 0);
    if (this.line !== null && spent - this.#lineAt > LINE_MS) this.line = null;
    const line = this.#milestones.next(clock);
    if (line === null || !this.#around.announceTime()) return;
    this.line = line;
    this.#lineAt = spent;
    this.#around.announce(line);
  }

  /** The computer slept: the program says for how long, and that it does not count. */
  async #hearWhatHappened(): Promise<void> {
    try {
      const view = await this.#api.currentInterview();
      if (view?.id === this.view?.id) this.#tell(view?.notice ?? null);
    } catch {
      // What happened is not told; what is shown stays true.
    }
  }

  #tell(notice: string | null): void {
    if (notice === null) return;
    this.line = notice;
    this.#lineAt = this.clock?.spentMs.reduce((sum, one) => sum + one, 0) ?? 0;
    this.#around.announce(notice);
  }

  /** I have answered; after the key points, the next question. */
  async goOn(): Promise<void> {
    if (this.face === 'asking') return this.act('answer');
    if (this.face !== 'feedback') return;
    await this.#assessing; // the last tick and the key may come in one breath
    await this.act('next');
  }

  /** One action at a time, after what was written is kept. A failure takes nothing away. */
  act(action: InterviewAction): Promise<void> {
    if (this.busy || !this.view) return Promise.resolve();
    this.busy = true;
    return (this.#acting = this.#act(action));
  }

  async #act(action: InterviewAction): Promise<void> {
    this.problem = null;
    this.line = null;
    try {
      if (await this.keeper.flush()) this.#show(await this.#api.actOnInterview(action));
    } catch (thrown) {
      this.problem = AppError.from(thrown);
    } finally {
      this.busy = false;
    }
  }

  pauseOrResume(): Promise<void> {
    return this.act(this.face === 'asking' ? 'pause' : 'resume');
  }

  /** Leaves the room: the clock waits. Says whether nothing was lost by it. */
  async leave(): Promise<boolean> {
    await this.#acting; // what was begun is done first
    const phase = this.view?.phase ?? 'finished'; // not the face: the view may be gone by now
    if (phase === 'finished' || phase === 'interrupted') return true;
    await this.act('leave');
    return this.problem === null && this.keeper.problem === null;
  }

  /** Picks a choice by its index, as one would in a review. */
  pick(index: number): void {
    const { asked } = this.view ?? {};
    if (!asked || this.face !== 'asking') return;
    const { chosen } = this.keeper.draft;
    if (!asked.severalRight) this.keeper.change({ chosen: [index] });
    else if (chosen.includes(index))
      this.keeper.change({ chosen: chosen.filter((one) => one !== index) });
    else this.keeper.change({ chosen: [...chosen, index] });
  }

  tick(index: number, tick: Tick): void {
    this.judgement?.tick(index, tick);
    this.#assess();
  }

  setMistake(index: number, made: boolean): void {
    if (this.judgement) this.judgement.mistakes[index] = made;
    this.#assess();
  }

  setRedFlag(index: number, shown: boolean): void {
    if (this.judgement) this.judgement.redFlags[index] = shown;
    this.#assess();
  }

  /** Takes the assessment back, ticks and all. */
  async undo(): Promise<void> {
    const { view } = this;
    if (!view?.expected || !this.assessment || this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await this.#assessing;
      await this.#api.undoAssessment(view.id, view.stage, view.turn);
      this.assessment = null;
      this.judgement = new Judgement(view.expected);
      this.#around.announce('The assessment is taken back.');
    } catch (thrown) {
      this.problem = AppError.from(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Kept when every point is ticked; a later tick changes it. An answer overtaken is dropped. */
  #assess(): void {
    const { view, judgement } = this;
    const place = this.#place();
    if (!view || !judgement?.complete || !place) return;
    const asked = (this.#asked += 1);
    const request = { ...place, ...judgement.judging() };
    this.problem = null;
    this.#assessing = this.#assessing.then(async () => {
      try {
        const assessment = await this.#api.assessAnswer(request);
        if (asked !== this.#asked || this.judgement !== judgement) return;
        this.assessment = assessment;
        const { rating, reason } = assessment;
        if (rating) this.#around.announce(`${ratingWord(rating)}: ${reason ?? ''}`);
      } catch (thrown) {
        if (asked === this.#asked) this.problem = AppError.from(thrown);
      }
    });
  }

  #place(): AnswerPlace | null {
    return this.view && placeOf(this.view);
  }

  /** Puts a view on screen, whole and at once. */
  #show(view: InterviewView): void {
    const before = this.view;
    const moved = !before || before.stage !== view.stage || before.turn !== view.turn;
    this.view = view;
    this.clock = view.clock;
    const place = placeOf(view);
    this.keeper.open(`${place.interview}.${place.stage}.${place.turn}`, view.draft, (draft) =>
      this.#api.saveAnswer({ ...place, draft }),
    );
    if (moved) {
      this.codeWanted = null;
      this.#hasCode = view.draft.code !== '';
    }
    if (moved || before.phase !== view.phase) {
      this.scene += 1;
      this.assessment = view.assessment;
      this.judgement =
        view.phase === 'feedback' && view.expected
          ? new Judgement(view.expected, view.assessment)
          : null;
      const takenChoice = view.expected?.choices.some(({ taken }) => taken) === true;
      if (this.judgement && takenChoice && !view.assessment) this.#assess();
    } else if (view.asked.hintHtml && !before.asked.hintHtml) {
      this.#around.announce('The hint stands below the question.');
    }
    if (view.phase === 'running') this.#tell(view.notice);
  }
}

function placeOf({ id, stage, turn }: InterviewView): AnswerPlace {
  return { interview: id, stage, turn };
}
