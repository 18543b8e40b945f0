import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { InterviewMode } from '$lib/api/generated/InterviewMode';
import type { PastInterview } from '$lib/api/generated/PastInterview';
import { Loader } from '$lib/components/loader.svelte';

type HistoryApi = Pick<Api, 'interviewHistory' | 'deleteInterview' | 'beginInterview'>;

export type KindFilter = 'all' | 'written' | 'composed';
export type ModeFilter = 'all' | InterviewMode;

/** All interviews that were held, and what one does with one of them, or with two. */
export class HistorySession {
  #api: HistoryApi;
  readonly history;
  words = $state('');
  kind = $state<KindFilter>('all');
  mode = $state<ModeFilter>('all');
  /** Those picked to be compared, two at most, by id. */
  picked = $state.raw<string[]>([]);
  said = $state<string | null>(null);
  problem = $state.raw<AppError | null>(null);
  busy = $state(false);

  readonly all = $derived.by((): PastInterview[] =>
    [...(this.history.data?.items ?? [])].sort((one, other) => other.begunAt - one.begunAt),
  );
  readonly shown = $derived.by(() => {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    return this.all.filter(
      ({ title, composed, mode }) =>
        (this.kind === 'all' || composed === (this.kind === 'composed')) &&
        (this.mode === 'all' || mode === this.mode) &&
        words.every((word) => title.toLowerCase().includes(word)),
    );
  });
  /** The two that are picked, the earlier one first; null while there are not two. */
  readonly pair = $derived.by((): [string, string] | null => {
    const [later, earlier] = this.all.filter(({ id }) => this.picked.includes(id));
    return later && earlier ? [earlier.id, later.id] : null;
  });

  constructor(api: HistoryApi) {
    this.#api = api;
    this.history = new Loader(() => api.interviewHistory());
  }

  showAll(): void {
    this.words = '';
    this.kind = 'all';
    this.mode = 'all';
  }

  /** Picks one, or lets it go. A third takes the place of the one that was picked first. */
  pick(id: string, on: boolean): void {
    const others = this.picked.filter((one) => one !== id);
    this.picked = on ? [...others.slice(-1), id] : others;
  }

  /** Begins the same questions again. Returns whether it was done. */
  repeat(id: string, mode: InterviewMode): Promise<boolean> {
    return this.#act(async () => {
      await this.#api.beginInterview({ source: { kind: 'again', id }, mode });
    });
  }

  /** Takes one out of the list. Returns whether it was done. */
  delete({ id, title }: PastInterview): Promise<boolean> {
    return this.#act(async () => {
      await this.#api.deleteInterview(id);
      this.pick(id, false);
      await this.history.refresh();
      this.said = `“${title}” is deleted.`;
    });
  }

  /** Leaves what was said about an earlier action. */
  forget(): void {
    this.said = null;
    this.problem = null;
  }

  async #act(action: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.forget();
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
