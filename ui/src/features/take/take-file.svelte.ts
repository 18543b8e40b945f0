import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { SoundFormat } from '$lib/api/generated/SoundFormat';
import type { TakeSession } from './take-session.svelte';

type FileApi = Pick<Api, 'keepTake' | 'exportTake' | 'revealTake' | 'deleteTakes'>;

/** What can be done with a take besides judging it: keep, note, export, show, delete. */
export class TakeFile {
  #api: FileApi;
  #session: TakeSession;
  /** What was done, in a sentence. */
  notice = $state<string | null>(null);
  problem = $state.raw<AppError | null>(null);

  constructor(api: FileApi, session: TakeSession) {
    this.#api = api;
    this.#session = session;
  }

  star(): Promise<boolean> {
    const take = this.#session.page.data?.take;
    return this.#keep(!take?.starred, take?.note ?? '');
  }

  note(note: string): Promise<boolean> {
    return this.#keep(this.#session.page.data?.take.starred ?? false, note);
  }

  export(format: SoundFormat): Promise<boolean> {
    return this.#do(async () => {
      const path = await this.#api.exportTake(this.#session.id, format);
      this.notice = `The take was written to ${path}`;
    });
  }

  reveal(): Promise<boolean> {
    return this.#do(() => this.#api.revealTake(this.#session.id));
  }

  /** Deletes the sound; what was judged stays. */
  delete(): Promise<boolean> {
    return this.#do(async () => {
      this.#session.player.pause();
      await this.#api.deleteTakes([this.#session.id]);
      await this.#session.page.refresh();
      this.notice = 'The sound of this take is deleted.';
    });
  }

  #keep(starred: boolean, note: string): Promise<boolean> {
    return this.#do(async () => {
      const take = this.#session.id;
      this.#session.put(await this.#api.keepTake({ take, starred, note }));
    });
  }

  async #do(action: () => Promise<void>): Promise<boolean> {
    this.notice = null;
    this.problem = null;
    try {
      await action();
      return true;
    } catch (thrown) {
      this.problem = AppError.from(thrown);
      return false;
    }
  }
}
