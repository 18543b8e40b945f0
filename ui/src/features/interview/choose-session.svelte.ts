import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { ComposedInterview } from '$lib/api/generated/ComposedInterview';
import type { ComposeInterview } from '$lib/api/generated/ComposeInterview';
import type { InterviewMode } from '$lib/api/generated/InterviewMode';
import type { Interviews } from '$lib/api/generated/Interviews';
import type { InterviewSource } from '$lib/api/generated/InterviewSource';
import type { Topic } from '$lib/api/generated/Topic';
import type { WrittenInterview } from '$lib/api/generated/WrittenInterview';
import { Loader } from '$lib/components/loader.svelte';

type ChooseApi = Pick<
  Api,
  | 'interviews'
  | 'composeInterview'
  | 'beginInterview'
  | 'currentInterview'
  | 'actOnInterview'
  | 'onLibraryChanged'
>;

/** Choosing an interview: one that was written, or one composed from decks. */
export class ChooseSession {
  readonly interviews: Loader<Interviews>;
  mode = $state<InterviewMode>('practice');
  request = $state.raw<ComposeInterview>({
    decks: [],
    level: null,
    minutes: 30,
    topics: [],
    seed: 1,
  });
  composed = $state.raw<ComposedInterview | null>(null);
  problem = $state.raw<AppError | null>(null);
  /** The report of the interview that was just ended. */
  ended = $state<string | null>(null);
  busy = $state(false);
  /** The written interview that is chosen by its id; null the composed one. */
  #chosen = $state<string | null | undefined>(undefined);
  #api: ChooseApi;

  /** The written interview that would begin; null when it is the composed one, or none. */
  readonly written = $derived.by((): WrittenInterview | null => {
    const all = this.interviews.data?.written ?? [];
    if (this.#chosen === undefined) return all[0] ?? null;
    return all.find(({ id }) => id === this.#chosen) ?? null;
  });
  readonly source = $derived.by((): InterviewSource | null => {
    if (this.written) return { kind: 'written', id: this.written.id };
    const { composed } = this;
    if (!composed || composed.questions.length === 0) return null;
    const cards = composed.questions.map((question) => question.card);
    return { kind: 'composed', request: composed.request, cards };
  });
  readonly minutes = $derived(this.written?.minutes ?? this.composed?.minutes ?? 0);
  readonly unfinished = $derived.by(() => this.interviews.data?.unfinished ?? null);
  readonly canBegin = $derived.by(() => this.source !== null && !this.unfinished && !this.busy);

  constructor(api: ChooseApi) {
    this.#api = api;
    this.interviews = new Loader(() => api.interviews());
  }

  /** Decks that are read again may bring other interviews. */
  watch(): () => void {
    return this.#api.onLibraryChanged(() => void this.interviews.refresh());
  }

  choose(id: string): void {
    this.#chosen = id;
  }

  /** The one that was composed is the chosen one again. */
  chooseComposed(): void {
    this.#chosen = null;
  }

  /** Changes what is to be composed next. */
  want(part: Partial<ComposeInterview>): void {
    this.request = { ...this.request, ...part };
  }

  wantDeck(id: string, wanted: boolean): void {
    this.want({ decks: toggled(this.request.decks, id, wanted) });
  }

  wantTopic(topic: Topic, wanted: boolean): void {
    this.want({ topics: toggled(this.request.topics, topic, wanted) });
  }

  compose(): Promise<boolean> {
    return this.#act(async () => {
      this.composed = await this.#api.composeInterview(this.request);
      this.#chosen = null;
    });
  }

  another(): Promise<boolean> {
    this.want({ seed: this.request.seed + 1 });
    return this.compose();
  }

  /** Begins the chosen one. Says whether it runs. */
  async begin(): Promise<boolean> {
    const { source, mode } = this;
    if (!source || !this.canBegin) return false;
    return this.#act(() => this.#api.beginInterview({ source, mode }));
  }

  /** Ends the one that waits to be taken up again. */
  endUnfinished(): Promise<boolean> {
    return this.#act(async () => {
      const current = await this.#api.currentInterview();
      if (current) this.ended = (await this.#api.actOnInterview('finish')).id;
      await this.interviews.refresh();
    });
  }

  async #act(action: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    this.ended = null;
    try {
      await action();
      return true;
    } catch (thrown) {
      this.problem = AppError.from(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

function toggled<T>(all: T[], one: T, wanted: boolean): T[] {
  return wanted ? [...all, one] : all.filter((other) => other !== one);
}
