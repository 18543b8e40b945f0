import type { Api } from './api/api';
import { AppError } from './api/errors';
import type { MicrophoneView } from './api/generated/MicrophoneView';
import type { SoundAlarm } from './api/generated/SoundAlarm';

type MicrophoneApi = Pick<Api, 'openMicrophone' | 'closeMicrophone' | 'onMicrophoneChanged'>;

const closed: MicrophoneView = {
  state: 'off',
  device: null,
  peakDbfs: null,
  levelDbfs: null,
  alarm: null,
  take: null,
  recordedMs: 0,
  problem: null,
};

/** An alarm stays for this many views after it is over (two seconds), so that it can be read. */
const ALARM_VIEWS = 20;

/** There is one microphone: what the screens ask of it is done in the order in which they ask. */
let asked: Promise<unknown> = Promise.resolve();
/** The screen that opened it last: only that one closes it. */
let holder: symbol | null = null;

/**
 * A page that was loaded anew holds no microphone: closes what the one before may have left open. To
 * be called before any screen opens it.
 */
export function closeLeftOpen(api: Pick<Api, 'closeMicrophone'>): void {
  asked = asked.then(() => api.closeMicrophone()).catch(() => undefined);
}

/** The microphone as a screen holds it: open while the screen needs it, and what it hears. */
export class Microphone {
  view = $state.raw<MicrophoneView>(closed);
  /** What is wrong with the sound: said at once, gone once it could be read. */
  alarm = $state<SoundAlarm | null>(null);
  /** Why it could not be opened. */
  failure = $state.raw<AppError | null>(null);
  readonly isOpen = $derived(this.view.state !== 'off');
  /** Why there is no sound: it could not be opened, or it closed by itself. */
  readonly problem = $derived(this.failure?.message ?? this.view.problem);

  #api: MicrophoneApi;
  #onview: (view: MicrophoneView) => void;
  readonly #screen = Symbol('screen');
  #quietFor = 0;

  /** @param onview called with each view after it is shown */
  constructor(api: MicrophoneApi, onview: (view: MicrophoneView) => void = () => undefined) {
    this.#api = api;
    this.#onview = onview;
  }

  /** Shows what it hears. Returns how to stop listening, which leaves it open. */
  listen(): () => void {
    return this.#api.onMicrophoneChanged((view) => this.show(view));
  }

  /** Shows what it hears. Returns how to stop, which closes it too. */
  watch(): () => void {
    const stop = this.listen();
    return () => {
      stop();
      void this.close();
    };
  }

  /** Opens it, by the given command where there is a special one. Says whether it is open. */
  async open(command = () => this.#api.openMicrophone()): Promise<boolean> {
    holder = this.#screen;
    this.failure = null;
    try {
      this.show(await this.inTurn(command));
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    }
    return this.failure === null && this.isOpen;
  }

  /** Closes it, unless another screen has it by now. */
  async close(): Promise<void> {
    if (holder !== this.#screen) return;
    holder = null;
    try {
      await this.inTurn(() => this.#api.closeMicrophone());
    } catch {
      // It is closed with the program at the latest, and its lamp says how it stands.
      return;
    }
    if (holder !== this.#screen) this.show(closed);
  }

  /** Another one was chosen: what was wrong with the one before is past. */
  forget(): void {
    this.failure = null;
    if (!this.isOpen) this.show(closed);
  }

  /** Does something with the microphone once all that was asked before is done. */
  inTurn<T>(command: () => Promise<T>): Promise<T> {
    const done = asked.then(command);
    asked = done.catch(() => undefined);
    return done;
  }

  /** Takes what a command or an event says of it. */
  show(view: MicrophoneView): void {
    this.view = view;
    this.#quietFor = view.alarm === null ? this.#quietFor + 1 : 0;
    if (view.alarm !== null) this.alarm = view.alarm;
    else if (this.#quietFor >= ALARM_VIEWS || view.state === 'off') this.alarm = null;
    this.#onview(view);
  }
}
