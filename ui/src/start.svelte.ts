import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { Recovery } from '$lib/api/generated/Recovery';
import type { Settings } from '$lib/api/generated/Settings';
import type { Startup } from '$lib/api/generated/Startup';
import type { StartupProblem } from '$lib/api/generated/StartupProblem';
import type { Today } from '$lib/api/generated/Today';
import { closeLeftOpen } from '$lib/microphone.svelte';

export type StartFace =
  | { face: 'loading' }
  | { face: 'ready' }
  | { face: 'problem'; problem: StartupProblem }
  | { face: 'error'; error: AppError };

/** How the program comes up: the first call, and the ways out when it fails. */
export class Start {
  state = $state.raw<StartFace>({ face: 'loading' });
  #api: Api;
  #onsettings: (settings: Settings) => void;
  #ontoday: (today: Today) => void;

  constructor(api: Api, onsettings: (settings: Settings) => void, ontoday: (today: Today) => void) {
    this.#api = api;
    this.#onsettings = onsettings;
    this.#ontoday = ontoday;
  }

  /** Asks for the first screen's data too, so that it is painted once and whole. */
  open(): Promise<void> {
    const today = this.#api.today().then(this.#ontoday, () => undefined); // Today asks again, and says what is wrong
    return this.#go(async () => {
      const startup = await this.#api.startup();
      closeLeftOpen(this.#api);
      await today;
      return startup;
    });
  }

  recover(choice: Recovery): Promise<void> {
    return this.#go(() => this.#api.recover(choice));
  }

  async #go(call: () => Promise<Startup>): Promise<void> {
    this.state = { face: 'loading' };
    try {
      const { problem, settings } = await call();
      this.#onsettings(settings);
      this.state = problem ? { face: 'problem', problem } : { face: 'ready' };
    } catch (thrown) {
      this.state = { face: 'error', error: AppError.from(thrown) };
    }
  }
}
