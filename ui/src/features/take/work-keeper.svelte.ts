import { AppError } from '$lib/api/errors';
import type { TakeWork } from '$lib/api/generated/TakeWork';

/** After the last change. */
const PAUSE_MS = 200;
/** One who goes on without a pause is saved this often: with the save itself within half a second. */
const AT_MOST_MS = 400;

/** A judgement under way: soon on the disk, never lost by an error. One save at a time. */
export class WorkKeeper {
  /** Why the last save failed; nothing on screen is lost by it. */
  problem = $state.raw<AppError | null>(null);
  #save: (work: TakeWork) => Promise<void>;
  /** What is not saved yet. */
  #waiting: TakeWork | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: number | null = null;
  #saving: Promise<void> = Promise.resolve();

  constructor(save: (work: TakeWork) => Promise<void>) {
    this.#save = save;
  }

  change(work: TakeWork): void {
    this.#waiting = work;
    const now = Date.now();
    this.#since ??= now;
    clearTimeout(this.#timer);
    const wait = Math.min(PAUSE_MS, Math.max(0, this.#since + AT_MOST_MS - now));
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  /** Saves at once what is not saved yet. Says whether all of it is kept. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#since = null;
    const saving = this.#saving.then(async () => {
      const work = this.#waiting;
      if (work === null) return;
      await this.#save(work);
      if (this.#waiting === work) this.#waiting = null;
    });
    this.#saving = saving.catch(() => undefined);
    try {
      await saving;
      this.problem = null;
    } catch (thrown) {
      this.problem = AppError.from(thrown);
    }
    return this.problem === null;
  }

  /** What waits is kept by another way; settles when no save is under way. */
  async hand(): Promise<void> {
    clearTimeout(this.#timer);
    this.#since = null;
    this.#waiting = null;
    this.problem = null;
    await this.#saving;
  }
}
