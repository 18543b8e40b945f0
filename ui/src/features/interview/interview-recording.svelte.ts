import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { InterviewView } from '$lib/api/generated/InterviewView';
import type { MicrophoneView } from '$lib/api/generated/MicrophoneView';
import type { Rating } from '$lib/api/generated/Rating';
import type { TakeRow } from '$lib/api/generated/TakeRow';
import { Microphone } from '$lib/microphone.svelte';

type RecordingApi = Pick<
  Api,
  | 'recordInterview'
  | 'openMicrophone'
  | 'closeMicrophone'
  | 'onMicrophoneChanged'
  | 'takesOf'
  | 'predictTake'
>;

/**
 * The recording of an interview's answers. The program begins and ends the takes; here one switches
 * it on and off, hears what is wrong, and in practice predicts each answer before its key points.
 */
export class InterviewRecording {
  readonly microphone: Microphone;
  /** Answers are to be recorded. */
  wanted = $state(false);
  /** It was on since the interview was opened. */
  used = $state(false);
  /** What went wrong with the sound; gone with the next question. */
  notice = $state<string | null>(null);
  /** The prediction could not be kept. */
  problem = $state.raw<AppError | null>(null);
  /** The take of the answer, which waits for its prediction. */
  take = $state.raw<TakeRow | null>(null);

  #api: RecordingApi;
  #said: string | null = null;
  /** The answer that was looked up, and the one of which no prediction is missing. */
  #looked: string | null = null;
  #settled = $state<string | null>(null);

  constructor(api: RecordingApi) {
    this.#api = api;
    this.microphone = new Microphone(api, (view) => this.#heard(view));
  }

  /** Opens the microphone for the interview; without one says so, and the interview goes on. */
  async start(view: InterviewView): Promise<void> {
    if (!this.used && view.phase === 'feedback') this.#settled = keyOf(view); // answered unrecorded
    this.used = true;
    this.wanted = true;
    this.notice = null;
    this.#said = null;
    if (await this.microphone.open(() => this.#api.recordInterview(true))) return;
    this.#lose(this.microphone.problem ?? 'The microphone could not be opened.');
  }

  /** Records no longer; what was recorded is kept. */
  async stop(): Promise<void> {
    this.wanted = false;
    this.notice = null;
    try {
      await this.microphone.inTurn(() => this.#api.recordInterview(false));
    } catch (thrown) {
      this.notice = AppError.from(thrown).message;
    }
    if (!this.wanted) await this.microphone.close(); // else it was switched on again meanwhile
  }

  toggle(view: InterviewView): Promise<void> {
    return this.wanted ? this.stop() : this.start(view);
  }

  /** Another question, or its answer: what belonged to the one before goes. */
  moved(view: InterviewView): void {
    this.notice = null;
    this.problem = null;
    if (view.phase === 'feedback') void this.#look(view);
    else if (view.phase === 'running') {
      this.take = null;
      this.#looked = this.#settled = null; // answered again, it is predicted again
    }
  }

  /** Whether the key points may be shown: nothing waits for a prediction. */
  isSettled(view: InterviewView): boolean {
    // A choice is judged by what was picked, not by ear.
    return !this.used || view.asked.choices.length > 0 || this.#settled === keyOf(view);
  }

  async predict(rating: Rating): Promise<void> {
    const { take } = this;
    if (!take) return;
    this.problem = null;
    try {
      await this.#api.predictTake({ take: take.id, rating });
      if (this.take === take) this.settle();
    } catch (thrown) {
      this.problem = AppError.from(thrown);
    }
  }

  /** Shows the key points, with a prediction or without one. */
  settle(): void {
    this.problem = null;
    this.take = null;
    this.#settled = this.#looked;
  }

  async #look(view: InterviewView): Promise<void> {
    const key = keyOf(view);
    if (this.isSettled(view) || this.#looked === key) return;
    this.#looked = key;
    const { id: interview, stage, turn } = view;
    const takes = await this.#api.takesOf({ kind: 'interview', interview }).catch(() => []);
    if (this.#looked !== key) return;
    // Newest first: an older take is of an attempt that was left, or of an answer given before.
    const last = takes.find(({ interview: at }) => at?.stage === stage && at.turn === turn);
    this.take = last?.predicted === null ? last : null;
    if (!this.take) this.#settled = key;
  }

  /** What goes wrong is said once. */
  #heard({ state, problem }: MicrophoneView): void {
    if (!this.wanted || problem === null || problem === this.#said) return;
    if (state === 'off') this.#lose(problem);
    else this.notice = problem;
    this.#said = problem;
  }

  #lose(why: string): void {
    this.wanted = false;
    this.notice = `${why} The interview goes on without recording.`;
  }
}

function keyOf({ id, stage, turn }: InterviewView): string {
  return `${id}.${stage}.${turn}`;
}
