import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { StudyMore } from '$lib/api/generated/StudyMore';
import type { Today } from '$lib/api/generated/Today';
import { Loader } from '$lib/components/loader.svelte';
import { painted } from '$lib/painted';
import { total } from './words';

type TodayApi = Pick<Api, 'today' | 'studyMore' | 'library' | 'onLibraryChanged'>;

/** The Today screen: what is due, and the ways to more. */
export class TodaySession {
  #api: TodayApi;
  readonly today: Loader<Today>;
  /** Every deck and tag to choose from, and where decks go. */
  readonly library;
  /** What came of the last action, or what went wrong with it; gone with the next. */
  said = $state<string | null>(null);
  problem = $state<string | null>(null);

  /** Cards due now, all decks together. */
  readonly dueNow = $derived.by(() => {
    const today = this.today.data;
    return today === null ? 0 : total(today.counts);
  });

  constructor(api: TodayApi) {
    this.#api = api;
    this.today = new Loader(() => api.today());
    this.library = new Loader(() => api.library());
  }

  async refresh(): Promise<void> {
    await this.today.refresh();
    await this.library.refresh();
  }

  /** Shows what is due, which may be at hand; the choices below it are asked for when that stands. */
  async open(first: Today | null, onshown: () => void): Promise<void> {
    if (first) this.today.set(first);
    else await this.today.refresh();
    onshown();
    await painted();
    await this.library.refresh();
  }

  async retry(): Promise<void> {
    await Promise.all([this.today.retry(), this.library.retry()]);
  }

  /** Refreshes when decks changed, and when the window is seen again, perhaps on another day. */
  watch(): () => void {
    const again = () => void this.refresh();
    const seen = () => {
      if (document.visibilityState === 'visible') again();
    };
    const stop = this.#api.onLibraryChanged(again);
    document.addEventListener('visibilitychange', seen);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', seen);
    };
  }

  /** Raises today's limits. Returns whether it was done. */
  async studyMore(request: StudyMore): Promise<boolean> {
    this.problem = null;
    this.said = null;
    try {
      this.today.set(await this.#api.studyMore(request));
      return true;
    } catch (thrown) {
      this.problem = AppError.from(thrown).message;
      return false;
    }
  }
}
