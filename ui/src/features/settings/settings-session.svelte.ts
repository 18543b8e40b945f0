import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { Settings } from '$lib/api/generated/Settings';

type SettingsApi = Pick<Api, 'setSettings'>;

/**
 * Settings, saved as they are changed. One save at a time: what changes while one is under way
 * is saved right after, so that a dragged slider writes a few times and the last value stands.
 */
export class SettingsSession {
  #api: SettingsApi;
  #saved: Settings;
  #saving = false;
  #onchange: (settings: Settings) => void;
  settings: Settings;
  /** What came of the last change. */
  outcome = $state.raw<{ saved: true } | { saved: false; message: string } | null>(null);

  /** @param onchange called with the settings in force, at once and when a save was refused */
  constructor(api: SettingsApi, settings: Settings, onchange: (settings: Settings) => void) {
    this.#api = api;
    this.#saved = settings;
    this.settings = $state.raw(settings);
    this.#onchange = onchange;
  }

  async change(part: Partial<Settings>): Promise<void> {
    this.settings = { ...this.settings, ...part };
    this.outcome = null;
    this.#onchange(this.settings);
    if (this.#saving) return;
    this.#saving = true;
    try {
      while (this.settings !== this.#saved) {
        const wanted = this.settings;
        const saved = await this.#api.setSettings(wanted);
        this.#saved = wanted === this.settings ? saved : wanted;
        if (wanted === this.settings) this.settings = saved;
      }
      this.outcome = { saved: true };
    } catch (thrown) {
      this.settings = this.#saved;
      this.outcome = { saved: false, message: AppError.from(thrown).message };
      this.#onchange(this.settings);
    } finally {
      this.#saving = false;
    }
  }
}
