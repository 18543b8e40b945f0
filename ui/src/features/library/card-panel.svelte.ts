import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { CardAction } from '$lib/api/generated/CardAction';
import type { CardPage } from '$lib/api/generated/CardPage';
import type { CardStatus } from '$lib/api/generated/CardStatus';
import type { Load } from '$lib/components/loader.svelte';

type CardApi = Pick<Api, 'cardPage' | 'actOnCard' | 'restoreOriginal' | 'undo'>;

/** What just happened to the card, said in its page until the next action. */
export interface Said {
  message: string;
  problem: boolean;
  canUndo: boolean;
}

/** The card beside the list. */
export class CardPanel {
  #api: CardApi;
  #busy = false;
  id = $state<string | null>(null);
  load = $state.raw<Load<CardPage>>({ face: 'loading' });
  said = $state.raw<Said | null>(null);
  readonly page = $derived(this.load.face === 'ready' ? this.load.data : null);
  /** Called with a card's new standing, so that its row can show it. */
  onstatus: (id: string, status: CardStatus) => void = () => undefined;
  /** Called when something was undone: perhaps to another card than this one. */
  onundone: () => void = () => undefined;

  constructor(api: CardApi) {
    this.#api = api;
  }

  /**
   * Shows a card. While one request is under way only the latest wish is remembered, so a held
   * arrow key asks for no more cards than can be answered.
   */
  async show(id: string | null): Promise<void> {
    if (id === this.id) return;
    this.id = id;
    this.said = null;
    await this.reload();
  }

  async reload(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    let fetched: string | null = null;
    while (this.id !== null && fetched !== this.id) {
      fetched = this.id;
      try {
        const data = await this.#api.cardPage(fetched);
        if (fetched === this.id) this.load = { face: 'ready', data };
      } catch (thrown) {
        if (fetched === this.id) this.load = { face: 'error', error: AppError.from(thrown) };
      }
    }
    this.#busy = false;
  }

  suspend = () =>
    this.#toggle('suspended', 'suspend', 'Suspended until you resume it.', 'Resumed.');
  bury = () => this.#toggle('buried', 'bury', 'Buried until the next study day.', 'Back today.');
  mark = () => this.#toggle('marked', 'mark', 'Marked.', 'No longer marked.');
  reset = () => this.#act({ kind: 'reset' }, 'Reset: it is a new card again. Its history stays.');

  async restoreOriginal(): Promise<void> {
    const id = this.id;
    if (id === null) return;
    await this.#try(async () => {
      await this.#api.restoreOriginal(id);
      return { message: 'The original text is back.', problem: false, canUndo: false };
    });
  }

  async undo(): Promise<void> {
    await this.#try(async () => {
      const undone = await this.#api.undo();
      this.onundone();
      return { message: undone.message, problem: undone.kind === null, canUndo: false };
    });
  }

  async #toggle(
    field: 'suspended' | 'buried' | 'marked',
    kind: 'suspend' | 'bury' | 'mark',
    switchedOn: string,
    switchedOff: string,
  ): Promise<void> {
    const page = this.page;
    if (!page || page.card.id !== this.id) return;
    const on = !page.card.status[field];
    await this.#act({ kind, on }, on ? switchedOn : switchedOff);
  }

  async #act(action: CardAction, message: string): Promise<void> {
    const id = this.id;
    if (id === null) return;
    await this.#try(async () => {
      this.onstatus(id, await this.#api.actOnCard(id, action));
      return { message, problem: false, canUndo: true };
    });
  }

  /** Does it, fetches the card again, then says what came of it. */
  async #try(action: () => Promise<Said>): Promise<void> {
    const id = this.id;
    let said: Said;
    try {
      said = await action();
      if (id === this.id) await this.reload();
    } catch (thrown) {
      said = { message: AppError.from(thrown).message, problem: true, canUndo: false };
    }
    if (id === this.id) this.said = said;
  }
}
