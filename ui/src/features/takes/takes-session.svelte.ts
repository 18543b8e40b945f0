import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { KeepRule } from '$lib/api/generated/KeepRule';
import type { SoundFormat } from '$lib/api/generated/SoundFormat';
import type { TakeChanged } from '$lib/api/generated/TakeChanged';
import type { TakeJob } from '$lib/api/generated/TakeJob';
import type { TakeRow } from '$lib/api/generated/TakeRow';
import { Loader } from '$lib/components/loader.svelte';
import type { TakesPlace } from '$lib/shell.svelte';
import { canBeDeleted, exportedWords, isOpen, plain, size } from './words';

type TakesApi = Pick<
  Api,
  | 'takes'
  | 'setKeepRule'
  | 'keepTake'
  | 'deleteTakes'
  | 'exportTake'
  | 'revealTake'
  | 'onTakeChanged'
>;

/** What came of an action, said until the next one. */
interface Said {
  words: string;
  /** Files that were written. */
  paths: string[];
}

/** So many rows are drawn at first, and so many more each time. */
const PAGE = 50;

/** All takes of this machine: which are shown, which are selected, and what is done with them. */
export class TakesSession {
  #api: TakesApi;
  readonly takes;
  words = $state('');
  show = $state<TakesPlace['show']>('all');
  inInterviews = $state(false);
  said = $state.raw<Said | null>(null);
  problem = $state.raw<AppError | null>(null);
  busy = $state(false);
  /** Why work in the background could not be done, by take. */
  failed = $state.raw<Record<string, string>>({});
  #picked = $state.raw<string[]>([]);
  #pages = $state(1);

  /** How far the work in the background is: newer than what the rows say. */
  #jobs = $state.raw<Record<string, TakeJob>>({});

  readonly all = $derived.by((): TakeRow[] =>
    (this.takes.data?.items ?? []).map((row) => {
      const job = this.#jobs[row.id];
      return job ? { ...row, job } : row;
    }),
  );
  #texts = $derived(
    Object.fromEntries(
      this.all.map((take) => [
        take.id,
        `${plain(take.questionHtml)} ${take.note} ${take.interview?.title ?? ''}`.toLowerCase(),
      ]),
    ),
  );
  readonly shown = $derived.by(() => {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    return this.all.filter(
      (take) =>
        (this.show !== 'open' || isOpen(take)) &&
        (this.show !== 'starred' || take.starred) &&
        (!this.inInterviews || take.interview !== null) &&
        words.every((word) => this.#texts[take.id]?.includes(word)),
    );
  });
  /** The rows on screen: the newest of those shown, so that a long list stays quick. */
  readonly drawn = $derived(this.shown.slice(0, this.#pages * PAGE));
  /** So many come with the next page. */
  readonly more = $derived(Math.min(PAGE, this.shown.length - this.drawn.length));
  /** The selected takes among those drawn: nothing is done to one that is out of sight. */
  readonly selection = $derived(this.drawn.filter(({ id }) => this.#picked.includes(id)));
  /** Those of the selection whose sound there is. */
  readonly playable = $derived(this.selection.filter(({ sound }) => sound === 'kept'));
  /** Those of the selection that can be deleted: also a file that is missing can be given up. */
  readonly deletable = $derived(this.selection.filter(canBeDeleted));
  /** The two that are selected, the earlier one first; null while there are not two. */
  readonly pair = $derived.by((): [string, string] | null => {
    const [later, earlier, third] = this.selection;
    return later && earlier && !third ? [earlier.id, later.id] : null;
  });
  /** The takes that the rule gives up. */
  readonly over = $derived.by(() => {
    const ids = this.takes.data?.over ?? [];
    return this.all.filter(({ id }) => ids.includes(id));
  });

  constructor(api: TakesApi, place: TakesPlace) {
    this.#api = api;
    this.takes = new Loader(() => api.takes());
    this.words = place.words;
    this.show = place.show;
    this.inInterviews = place.inInterviews;
  }

  /** Follows the work in the background. Returns how to stop. */
  watch(): () => void {
    return this.#api.onTakeChanged((change) => this.#changed(change));
  }

  showAll(): void {
    this.words = '';
    this.show = 'all';
    this.inInterviews = false;
  }

  showMore(): void {
    this.#pages += 1;
  }

  /** Draws as many rows as it takes to have that one among them. */
  drawTo(id: string): void {
    const at = this.shown.findIndex((take) => take.id === id);
    if (at >= 0) this.#pages = Math.max(this.#pages, Math.ceil((at + 1) / PAGE));
  }

  isPicked(id: string): boolean {
    return this.#picked.includes(id);
  }

  pick(id: string, on: boolean): void {
    const others = this.#picked.filter((one) => one !== id);
    this.#picked = on ? [...others, id] : others;
  }

  /** Selects all that are drawn, or none. */
  pickAll(on: boolean): void {
    this.#picked = on ? this.drawn.map(({ id }) => id) : [];
  }

  star(take: TakeRow, starred: boolean): Promise<boolean> {
    return this.#keep(take, { starred });
  }

  note(take: TakeRow, note: string): Promise<boolean> {
    return this.#keep(take, { note: note.trim() });
  }

  reveal({ id }: TakeRow): Promise<boolean> {
    return this.#act(() => this.#api.revealTake(id));
  }

  /** Writes takes into files. Those that were written before one failed are said all the same. */
  export(takes: TakeRow[], format: SoundFormat): Promise<boolean> {
    return this.#act(async () => {
      const paths: string[] = [];
      for (const { id } of takes) {
        paths.push(await this.#api.exportTake(id, format));
        this.said = { words: exportedWords(paths.length), paths: [...paths] };
      }
    });
  }

  delete(takes: TakeRow[]): Promise<boolean> {
    return this.#act(async () => {
      const before = this.takes.data?.bytes ?? 0;
      const after = await this.#api.deleteTakes(takes.map(({ id }) => id));
      this.takes.set(after);
      this.#picked = [];
      this.said = {
        words: `Deleted: ${size(Math.max(0, before - after.bytes))} are free.`,
        paths: [],
      };
    });
  }

  setRule(rule: KeepRule): Promise<boolean> {
    return this.#act(async () => this.takes.set(await this.#api.setKeepRule(rule)));
  }

  /** Leaves what was said about an earlier action. */
  forget(): void {
    this.said = null;
    this.problem = null;
  }

  #keep(take: TakeRow, change: Partial<Pick<TakeRow, 'starred' | 'note'>>): Promise<boolean> {
    return this.#act(async () => {
      const { id, starred, note } = { ...take, ...change };
      await this.#api.keepTake({ take: id, starred, note });
      await this.takes.refresh(); // a star may change what the rule gives up
    });
  }

  #changed({ take, job, problem }: TakeChanged): void {
    this.failed = changed(this.failed, take, problem);
    this.#jobs = changed(this.#jobs, take, job);
    if (job === null) void this.takes.refresh();
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

/** With another value under a key, or without the key. */
function changed<T>(values: Record<string, T>, key: string, value: T | null): Record<string, T> {
  const others = Object.entries(values).filter(([other]) => other !== key);
  return Object.fromEntries(value === null ? others : [...others, [key, value]]);
}
