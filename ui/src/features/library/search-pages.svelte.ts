import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { CardRow } from '$lib/api/generated/CardRow';
import type { CardStatus } from '$lib/api/generated/CardStatus';
import type { SearchResults } from '$lib/api/generated/SearchResults';
import type { Sort } from '$lib/api/generated/Sort';
import type { Range } from '$lib/components/virtual-rows';

type SearchApi = Pick<Api, 'searchCards'>;
interface Search {
  query: string;
  sort: Sort;
}

const PAGE = 100;
/** Pages kept; far more than a screen shows, far less than a library holds. */
const KEPT = 40;

/* eslint-disable svelte/prefer-svelte-reactivity -- what is asked for and stale is not on screen */
/**
 * The rows of one search, fetched a hundred at a time as they come into view. The rows of the
 * last search stay until the first page of the next one is there; what comes late is dropped.
 */
export class SearchPages {
  #api: SearchApi;
  #turn = 0;
  /** What the rows belong to: another object for every search and every refresh. */
  #shown: Search = { query: '', sort: 'library' };
  #asked = new Map<number, Promise<void>>();
  #stale = new Set<number>();
  #pages = new SvelteMap<number, CardRow[]>();

  face = $state<'loading' | 'error' | 'ready'>('loading');
  error = $state.raw<AppError | null>(null);
  total = $state(0);
  problems = $state.raw<string[]>([]);

  constructor(api: SearchApi) {
    this.#api = api;
  }

  /** A new search: shows its first page as soon as it is there. False when it was overtaken. */
  async search(query: string, sort: Sort): Promise<boolean> {
    const turn = ++this.#turn;
    try {
      const results = await this.#fetch({ query, sort }, 0);
      if (turn !== this.#turn) return false;
      this.#shown = { query, sort };
      this.#pages.clear();
      this.#asked.clear();
      this.#stale.clear();
      this.#take(0, results);
      return true;
    } catch (thrown) {
      if (turn === this.#turn) this.#fail(thrown);
      return false;
    }
  }

  /** The same search again: each page is replaced as it comes in, nothing jumps. */
  async refresh(range: Range): Promise<void> {
    this.#shown = { ...this.#shown }; // pages on their way belong to the rows before
    this.#asked.clear();
    this.#stale = new Set(this.#pages.keys());
    await this.need({ start: range.start, end: Math.max(range.end, range.start + 1) });
  }

  /** Asks for those pages under the rows that are not there yet. */
  async need({ start, end }: Range): Promise<void> {
    const first = Math.floor(start / PAGE);
    const last = Math.floor(Math.max(start, end - 1) / PAGE);
    const coming: Promise<void>[] = [];
    for (let page = first; page <= last; page += 1) {
      if (this.#pages.has(page) && !this.#stale.has(page)) continue;
      const asked = this.#asked.get(page) ?? this.#bring(page);
      this.#asked.set(page, asked);
      coming.push(asked);
    }
    await Promise.all(coming);
  }

  rowAt(index: number): CardRow | null {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE] ?? null;
  }

  /** Where a card stands, among the rows that are here. */
  indexOf(id: string): number {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.id === id);
      if (at !== -1) return page * PAGE + at;
    }
    return -1;
  }

  /** Shows a card's new standing in its row, which stays where it is. */
  patch(id: string, status: CardStatus): void {
    for (const [page, rows] of this.#pages) {
      if (rows.some((row) => row.id === id)) {
        this.#pages.set(
          page,
          rows.map((row) => (row.id === id ? { ...row, status } : row)),
        );
      }
    }
  }

  async #bring(page: number): Promise<void> {
    const shown = this.#shown;
    try {
      const results = await this.#fetch(shown, page);
      if (shown === this.#shown) this.#take(page, results);
    } catch (thrown) {
      if (shown === this.#shown) this.#fail(thrown);
    } finally {
      if (shown === this.#shown) this.#asked.delete(page);
    }
  }

  #fetch(search: Search, page: number): Promise<SearchResults> {
    return this.#api.searchCards({ ...search, offset: page * PAGE, limit: PAGE });
  }

  #take(page: number, results: SearchResults): void {
    this.#stale.delete(page);
    this.#pages.delete(page); // the map keeps the order of arrival, the oldest first
    this.#pages.set(page, results.rows);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= KEPT) break;
      this.#pages.delete(old);
    }
    this.total = results.total;
    this.problems = results.problems;
    this.error = null;
    this.face = 'ready';
  }

  #fail(thrown: unknown): void {
    this.error = AppError.from(thrown);
    this.face = 'error';
  }
}
