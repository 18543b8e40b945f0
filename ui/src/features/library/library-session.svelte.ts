import type { Api } from '$lib/api/api';
import type { CardRow } from '$lib/api/generated/CardRow';
import type { Library } from '$lib/api/generated/Library';
import type { Sort } from '$lib/api/generated/Sort';
import { Loader } from '$lib/components/loader.svelte';
import type { Range } from '$lib/components/virtual-rows';
import { CardPanel } from './card-panel.svelte';
import { filtersOf } from './query';
import { SearchPages } from './search-pages.svelte';

type LibraryApi = Pick<
  Api,
  | 'library'
  | 'searchCards'
  | 'cardPage'
  | 'actOnCard'
  | 'restoreOriginal'
  | 'undo'
  | 'onLibraryChanged'
>;

/** The library: a query, the cards that match it, and the one that is being looked at. */
export class LibrarySession {
  #api: LibraryApi;
  #range: Range = { start: 0, end: 0 };
  readonly library: Loader<Library>;
  readonly pages: SearchPages;
  readonly panel: CardPanel;

  query = $state('');
  sort = $state<Sort>('relevance');
  /** The row that the arrows move; -1 when the card is not among the rows. */
  active = $state(-1);
  /** Counts new searches: the list starts again at its top. */
  searches = $state(0);
  readonly filters = $derived(filtersOf(this.query));

  constructor(api: LibraryApi) {
    this.#api = api;
    this.library = new Loader(() => api.library());
    this.pages = new SearchPages(api);
    this.panel = new CardPanel(api);
    this.panel.onstatus = (id, status) => this.pages.patch(id, status);
    this.panel.onundone = () => void this.pages.refresh(this.#range);
  }

  async open(query: string): Promise<void> {
    this.query = query;
    await Promise.all([this.library.refresh(), this.search()]);
  }

  /** Decks changed on disk, or a card was edited: the same again, with nothing jumping. */
  async refresh(): Promise<void> {
    await Promise.all([
      this.library.refresh(),
      this.pages.refresh(this.#range),
      this.panel.reload(),
    ]);
    this.#follow();
  }

  async retry(): Promise<void> {
    await Promise.all([this.library.retry(), this.search()]);
  }

  watch(): () => void {
    return this.#api.onLibraryChanged(() => void this.refresh());
  }

  setQuery(query: string): Promise<void> {
    this.query = query;
    return this.search();
  }

  setSort(sort: Sort): Promise<void> {
    this.sort = sort;
    return this.search();
  }

  async search(): Promise<void> {
    if (!(await this.pages.search(this.query, this.sort))) return;
    this.searches += 1;
    this.#follow();
  }

  /** The rows in view changed. */
  need(range: Range): void {
    this.#range = range;
    void this.pages.need(range);
  }

  /** Goes to a row and shows its card; a row that is still on its way shows it when it comes. */
  async activate(index: number): Promise<void> {
    this.active = index;
    const row = this.pages.rowAt(index) ?? (await this.#arriving(index));
    if (row && this.active === index) await this.panel.show(row.id);
  }

  /** Shows a card by its id, whether it is among the rows or not. */
  async show(id: string): Promise<void> {
    const shown = this.panel.show(id);
    this.#follow();
    await shown;
  }

  async #arriving(index: number): Promise<CardRow | null> {
    await this.pages.need({ start: index, end: index + 1 });
    return this.pages.rowAt(index);
  }

  #follow(): void {
    const id = this.panel.id;
    this.active = id === null ? -1 : this.pages.indexOf(id);
  }
}
