import { AppError } from '$lib/api/errors';

/** What a view that waits for data shows. "Empty" is a case of ready: only the view knows it. */
export type Load<T> =
  { face: 'loading' } | { face: 'error'; error: AppError } | { face: 'ready'; data: T };

/**
 * Something fetched, which can be fetched again. What is on screen stays until the newer answer
 * is there; an answer that was overtaken is dropped.
 */
export class Loader<T> {
  #fetch: () => Promise<T>;
  #turn = 0;
  load = $state.raw<Load<T>>({ face: 'loading' });
  readonly data = $derived(this.load.face === 'ready' ? this.load.data : null);

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }

  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const data = await this.#fetch();
      if (turn === this.#turn) this.load = { face: 'ready', data };
    } catch (thrown) {
      if (turn === this.#turn) this.load = { face: 'error', error: AppError.from(thrown) };
    }
  }

  /** Fetches again after a failure, and says that it is under way. */
  retry(): Promise<void> {
    this.load = { face: 'loading' };
    return this.refresh();
  }

  /** Takes an answer that came by another way; one still under way is overtaken. */
  set(data: T): void {
    this.#turn += 1;
    this.load = { face: 'ready', data };
  }
}
