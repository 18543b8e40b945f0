import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { Recovery } from '$lib/api/generated/Recovery';
import type { Settings } from '$lib/api/generated/Settings';
import type { Startup } from '$lib/api/generated/Startup';
import type { StartupProblem } from '$lib/api/generated/StartupProblem';

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

  constructor(api: Api, onsettings: (settings: Settings) => void) {
    this.#api = api;
    this.#onsettings = onsettings;
  }

  open(): Promise<void> {
    return this.#go(() => this.#api.startup());
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
