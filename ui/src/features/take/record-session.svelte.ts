import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { MicrophoneView } from '$lib/api/generated/MicrophoneView';
import type { Rating } from '$lib/api/generated/Rating';
import type { RecordCard } from '$lib/api/generated/RecordCard';
import type { RecordPage } from '$lib/api/generated/RecordPage';
import { Loader } from '$lib/components/loader.svelte';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import { taken } from '$lib/format';
import { Microphone } from '$lib/microphone.svelte';

type RecordApi = Pick<
  Api,
  | 'recordPage'
  | 'microphones'
  | 'openMicrophone'
  | 'closeMicrophone'
  | 'onMicrophoneChanged'
  | 'startTake'
  | 'useTakeHint'
  | 'finishTake'
  | 'discardTake'
  | 'saveTakeText'
  | 'predictTake'
>;

/**
 * `ready` waits for the microphone, or for another try after one without sound; `ended` asks for
 * the prediction.
 */
export type Face = 'loading' | 'failed' | 'noMicrophone' | 'ready' | 'recording' | 'ended';

/** A take that ended, as far as it is known. */
interface Ended {
  id: string;
  durationMs: number;
}

/** A take that is longer is not thrown away without a question. */
const WORTH_MS = 5_000;

/** Answering one card aloud: the microphone, the take, what is written meanwhile, the prediction. */
export class RecordSession {
  readonly page: Loader<RecordPage>;
  readonly microphone: Microphone;
  readonly keeper = new DraftKeeper();
  /** An action that failed. Nothing on screen is lost by it. */
  problem = $state.raw<AppError | null>(null);
  /** Why there is no microphone, and how to get one. */
  noMicrophone = $state<string | null>(null);
  /** The take that ended and waits for its prediction. */
  ended = $state.raw<Ended | null>(null);
  /** Why it ended by itself. */
  lost = $state<string | null>(null);
  /** The take held no sound. */
  wasEmpty = $state(false);
  busy = $state(false);
  hintOpen = $state(false);
  hintUsed = $state(false);
  /** The editor was opened or closed by hand; null leaves it to the question. */
  codeWanted = $state<boolean | null>(null);
  /** Counts the scenes: it grows when something else is on the page. */
  scene = $state(0);

  readonly codeOpen = $derived.by(
    () => this.codeWanted ?? (this.page.data?.wantsCode === true || this.keeper.draft.code !== ''),
  );
  readonly face = $derived.by((): Face => {
    if (this.page.load.face === 'loading') return 'loading';
    if (this.page.load.face === 'error') return 'failed';
    if (this.ended) return 'ended';
    if (this.noMicrophone !== null) return 'noMicrophone';
    return this.#take === null ? 'ready' : 'recording';
  });
  /** How long the take is. */
  readonly spentMs = $derived.by(() => this.ended?.durationMs ?? this.microphone.view.recordedMs);

  #api: RecordApi;
  #request: RecordCard;
  #announce: (text: string) => void;
  /** The take that is being recorded. */
  #take = $state<string | null>(null);
  /** How long it was when it was last heard of. */
  #recordedMs = 0;
  /** What was wrong before it began: that does not end it. */
  #known: string | null = null;
  #gone = false;
  #acting: Promise<void> = Promise.resolve();

  constructor(api: RecordApi, request: RecordCard, announce: (text: string) => void) {
    this.#api = api;
    this.#request = request;
    this.#announce = announce;
    this.microphone = new Microphone(api, (view) => this.#heard(view));
    this.page = new Loader(() => api.recordPage(request));
  }

  /** Whether leaving would throw away more than a few words. */
  get isWorthKeeping(): boolean {
    return this.#take !== null && this.#recordedMs > WORTH_MS;
  }

  /** Reads the question and opens the microphone; recording starts as soon as both are there. */
  async open(): Promise<void> {
    const [isOpen] = await Promise.all([this.microphone.open(), this.page.retry()]);
    const page = this.page.data;
    this.scene += 1;
    if (this.#gone) return;
    if (!page) return this.microphone.close();
    this.keeper.open('', page.draft, () => Promise.resolve()); // there is no take yet
    if (isOpen) await this.start();
    else await this.#sayWhyNot();
  }

  /** Looks for a microphone again, and starts with it. */
  async lookAgain(): Promise<void> {
    if (this.busy) return;
    if (!(await this.microphone.open())) await this.#sayWhyNot();
    else if (!this.#gone) await this.start();
  }

  /** Begins a take; what was written so far goes with it. */
  async start(): Promise<void> {
    await this.#act(async () => {
      if (!this.microphone.isOpen && !(await this.microphone.open())) return this.#sayWhyNot();
      this.noMicrophone = null;
      await this.#begin();
    });
  }

  /** Throws the take away and begins a new one at once. */
  async startOver(): Promise<void> {
    if (this.face !== 'recording') return;
    await this.#act(async () => {
      await this.microphone.inTurn(() => this.#api.discardTake());
      this.#take = null;
      await this.#begin();
      this.#announce('Started over.');
    });
  }

  /** Ends the take and asks how it went. */
  async end(): Promise<void> {
    if (this.face !== 'recording') return;
    await this.#act(() => this.#finish());
  }

  /** Keeps the prediction. Returns the take that it was made of. */
  async predict(rating: Rating): Promise<string | null> {
    const { ended } = this;
    if (!ended) return null;
    let kept = false;
    await this.#act(async () => {
      if (!(await this.keeper.flush())) return; // the notice says why
      await this.#api.predictTake({ take: ended.id, rating });
      kept = true;
    });
    return kept ? ended.id : null;
  }

  toggleHint(): boolean {
    if (!this.page.data?.hintHtml || this.face === 'ended') return false;
    this.hintOpen = !this.hintOpen;
    if (this.hintOpen) {
      this.hintUsed = true;
      this.#keepHint();
    }
    return true;
  }

  /**
   * The screen goes, and the microphone closes. A take of more than a few words is kept, unless it
   * is to be thrown away.
   */
  async leave(keep = true): Promise<void> {
    if (this.#gone) return;
    this.#gone = true;
    const saved = this.keeper.flush();
    await this.#acting; // what was begun is done first
    if (this.#take !== null) {
      const end = () =>
        keep && this.isWorthKeeping ? this.#api.finishTake(this.hintUsed) : this.#api.discardTake();
      await this.microphone.inTurn<unknown>(end).catch(() => undefined); // closing ends it too
    }
    await saved;
    await this.microphone.close();
  }

  /** A take that ends without a word knows of its hint all the same; one that is ended says so again. */
  #keepHint(): void {
    if (this.hintUsed && this.#take !== null) {
      void this.#api.useTakeHint().catch(() => undefined);
    }
  }

  /** The microphone said something: a take that ended by itself is kept. */
  #heard({ state, take, recordedMs, problem }: MicrophoneView): void {
    if (this.#take === null) return;
    if (take === this.#take) this.#recordedMs = recordedMs;
    else if (problem !== null && (state === 'off' || problem !== this.#known) && !this.busy)
      void this.#act(() => this.#finish(problem));
  }

  async #begin(): Promise<void> {
    this.#known = this.microphone.view.problem;
    const view = await this.microphone.inTurn(() => this.#api.startTake(this.#request));
    this.microphone.show(view);
    const page = this.page.data;
    if (view.take === null || !page) return;
    const take = view.take;
    const written = this.keeper.draft;
    this.keeper.open(take, page.draft, (draft) => this.#api.saveTakeText({ take, draft }));
    if (written !== page.draft) this.keeper.change(written);
    this.hintUsed = this.hintOpen;
    this.#take = take;
    this.#keepHint();
    this.#recordedMs = 0;
    this.ended = null;
    this.lost = null;
    this.wasEmpty = false;
    this.scene += 1;
    this.#announce('Recording.');
  }

  /** Ends the take, or takes notice that it ended by itself. */
  async #finish(lost: string | null = null): Promise<void> {
    const id = this.#take;
    if (id === null) return;
    await this.keeper.flush(); // what could not be saved stays on screen, and is tried again
    const row = await this.microphone
      .inTurn(() => this.#api.finishTake(this.hintUsed))
      .catch((thrown: unknown) => {
        if (lost === null) throw thrown;
        return { id, durationMs: this.#recordedMs }; // it is over already
      });
    this.#take = null;
    this.lost = lost;
    if (row) this.ended = { id: row.id, durationMs: row.durationMs };
    else this.wasEmpty = true;
    this.scene += 1;
    this.#announce(row ? `The take is ${taken(row.durationMs)} long.` : 'Nothing was recorded.');
  }

  async #sayWhyNot(): Promise<void> {
    const why = this.microphone.problem ?? 'The microphone could not be opened.';
    const found = await this.#api.microphones().catch(() => null);
    this.noMicrophone = found?.problem ?? why;
    this.scene += 1;
  }

  /** One action at a time; a failure is shown and takes nothing away. */
  #act(action: () => Promise<void>): Promise<void> {
    if (this.busy || this.#gone) return Promise.resolve();
    this.busy = true;
    this.problem = null;
    return (this.#acting = this.#do(action));
  }

  async #do(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (thrown) {
      this.problem = AppError.from(thrown);
    } finally {
      this.busy = false;
    }
    this.#heard(this.microphone.view); // what it said meanwhile
  }
}
