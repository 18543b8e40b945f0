import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { AppError } from '../../api/errors';
import { type Habits, habits, type Speed } from './habits.svelte';
import { playError, soundBlob } from './sound';
import { clockTime, nextPauseEnd, overSilence, type Span, spoken } from './time-line';

/** What is known about a take's sound before its bytes are there. */
export interface Recorded {
  durationMs: number;
  pauses: Span[];
  /** Where the first word begins and the last one ends; null until it is measured. */
  firstWordMs: number | null;
  lastWordMs: number | null;
}

interface PlayerOptions {
  /** Gives the bytes: FLAC or WAV. */
  read: () => Promise<ArrayBuffer>;
  /** Asked again whenever it counts: measures may come later. */
  recorded: () => Recorded;
  announce: (text: string) => void;
  habits?: Habits;
}

/** A part that is played again and again; without an end while only its beginning is chosen. */
export interface Loop {
  fromMs: number;
  toMs: number | null;
}

const BACK_MS = 5000;
const SHORTEST_LOOP_MS = 500;

/** Plays a take through the `<audio>` element that it is attached to. */
export class Player {
  /** Only one take sounds at a time. */
  static #sounding: Player | null = null;
  #options: PlayerOptions;
  #audio: HTMLAudioElement | null = null;
  #url: string | null = null;
  /** Counts the attempts to read: an answer that was overtaken is dropped. */
  #attempt = 0;
  #frame = 0;
  /** The element knows the sound: until then it can neither seek nor tell a time. */
  #isOpen = false;
  /** It stopped by itself at the end: the next time it begins anew. */
  #over = false;
  #held = $state<number | null>(null);
  #at = $state(0);
  readonly habits: Habits;
  face = $state<'reading' | 'ready' | 'problem'>('reading');
  problem = $state.raw<AppError | null>(null);
  /** It plays, or will as soon as its bytes are there. */
  playing = $state(false);
  loop = $state.raw<Loop | null>(null);
  /** Where it stands, in ms from the beginning of the file. */
  readonly atMs = $derived(this.#held ?? this.#at);
  /** What the next press on the loop does. */
  readonly loopLabel = $derived.by(() => {
    if (this.loop === null) return 'Loop from here';
    return this.loop.toMs === null ? 'Loop to here' : 'End the loop';
  });

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.habits = options.habits ?? habits;
  }

  get durationMs(): number {
    return this.#options.recorded().durationMs;
  }

  /** Binds the element, reads the bytes; lets go of both when the element goes. */
  readonly attach: Attachment<HTMLAudioElement> = (audio) =>
    untrack(() => {
      const listening: [string, () => void][] = [
        ['loadedmetadata', () => this.#opened(audio)],
        ['timeupdate', () => this.#follow()],
        ['ended', () => this.#ended()],
        ['pause', () => this.#halted(audio)],
        ['error', () => this.#fail(playError(audio.error))],
      ];
      for (const [name, listener] of listening) audio.addEventListener(name, listener);
      this.#audio = audio;
      void this.read();
      return () => {
        for (const [name, listener] of listening) audio.removeEventListener(name, listener);
        this.pause();
        this.#attempt += 1;
        this.#audio = null;
        this.#isOpen = false;
        audio.removeAttribute('src');
        audio.load(); // only then does the webview close the sound card
        this.#forget();
      };
    });

  /** Reads the bytes; also to try again. */
  async read(): Promise<void> {
    const attempt = ++this.#attempt;
    this.face = 'reading';
    this.problem = null;
    try {
      const blob = soundBlob(await this.#options.read());
      if (attempt !== this.#attempt || !this.#audio) return;
      this.#forget();
      this.#url = URL.createObjectURL(blob);
      this.#isOpen = false;
      this.#audio.src = this.#url;
      this.face = 'ready';
      if (this.playing) this.#start();
    } catch (thrown) {
      if (attempt === this.#attempt) this.#fail(AppError.from(thrown));
    }
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  play(): void {
    if (this.face === 'problem') return;
    if (this.#at === 0 || this.#over) this.seek(this.#spoken().fromMs);
    if (Player.#sounding !== this) Player.#sounding?.pause();
    Player.#sounding = this;
    this.playing = true;
    this.#start();
  }

  pause(): void {
    this.playing = false;
    cancelAnimationFrame(this.#frame);
    this.#audio?.pause();
    if (Player.#sounding === this) Player.#sounding = null;
  }

  /** Plays from a moment: a marker. */
  playFrom(ms: number): void {
    this.seek(ms);
    this.play();
  }

  restart(): void {
    this.playFrom(this.#spoken().fromMs);
  }

  seek(ms: number): void {
    this.#over = false;
    this.#held = null;
    this.#at = Math.min(Math.max(0, ms), this.durationMs);
    if (this.#audio && this.#isOpen) this.#audio.currentTime = this.#at / 1000;
  }

  /** Shows a place while the learner still looks for it; `seek` lets go. */
  hold(ms: number): void {
    this.#held = Math.min(Math.max(0, ms), this.durationMs);
  }

  back(): void {
    this.seek(this.#at - BACK_MS);
  }

  /** To the word after the next long pause. False when none follows. */
  nextPause(): boolean {
    const end = nextPauseEnd(this.#at, this.#options.recorded().pauses);
    if (end !== null) this.seek(end);
    else this.#options.announce('No long pause follows.');
    return end !== null;
  }

  setSpeed(speed: Speed): void {
    this.habits.speed = speed;
    this.#rate();
    this.#options.announce(`Speed ${speed}`);
  }

  turnSpeed(by: 1 | -1): void {
    this.habits.turn(by);
    this.setSpeed(this.habits.speed);
  }

  toggleSkipping(): void {
    this.habits.skipping = !this.habits.skipping;
    this.#options.announce(this.habits.skipping ? 'Pauses are skipped.' : 'Pauses are played.');
  }

  /** The first press sets where the loop begins, the second where it ends, the third ends it. */
  turnLoop(): void {
    const { loop } = this;
    if (loop === null) {
      this.loop = { fromMs: this.#at, toMs: null };
      this.#options.announce(`The loop begins at ${clockTime(this.#at)}.`);
    } else if (loop.toMs === null) {
      const [fromMs, end] = [Math.min(loop.fromMs, this.#at), Math.max(loop.fromMs, this.#at)];
      this.loop = {
        fromMs,
        toMs: Math.min(this.durationMs, Math.max(end, fromMs + SHORTEST_LOOP_MS)),
      };
      this.#options.announce(`Loop from ${clockTime(fromMs)} to ${clockTime(end)}.`);
      this.seek(fromMs);
    } else {
      this.loop = null;
      this.#options.announce('No loop.');
    }
  }

  #spoken(): Span {
    const { durationMs, firstWordMs, lastWordMs } = this.#options.recorded();
    return spoken(durationMs, firstWordMs, lastWordMs);
  }

  #opened(audio: HTMLAudioElement): void {
    this.#isOpen = true;
    if (this.#at > 0) audio.currentTime = this.#at / 1000;
    this.#rate();
  }

  #start(): void {
    if (!this.#audio || this.face !== 'ready') return;
    this.#rate();
    this.#audio.play().catch((thrown: unknown) => {
      // A pause that comes at once ends the attempt to play: that is no failure.
      if (thrown instanceof DOMException && thrown.name === 'AbortError') return;
      if (thrown instanceof DOMException && thrown.name === 'NotSupportedError') return; // `error` says it
      this.#fail(AppError.from(thrown));
    });
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#follow();
    if (this.playing) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** Takes over where the sound is, and what follows from that. */
  #follow(): void {
    const audio = this.#audio;
    if (!audio || !this.#isOpen || audio.seeking) return;
    const before = this.#at;
    const at = audio.currentTime * 1000;
    this.#at = at;
    if (!this.playing) return;
    const { loop } = this;
    const passed = (ms: number) => before < ms && at >= ms;
    if (loop !== null && loop.toMs !== null && passed(loop.toMs)) {
      this.seek(loop.fromMs);
    } else if (passed(this.#spoken().toMs)) {
      this.pause();
      this.#over = true;
    } else if (this.habits.skipping) {
      const over = overSilence(at, this.#options.recorded().pauses);
      if (over !== null) this.seek(over);
    }
  }

  /** The file is at its end. */
  #ended(): void {
    const { loop } = this;
    if (loop !== null && loop.toMs !== null && this.#at < loop.toMs + SHORTEST_LOOP_MS) {
      this.playFrom(loop.fromMs);
      return;
    }
    this.pause();
    this.#over = true;
  }

  /** The system paused it: a headset was unplugged, another program took the sound. */
  #halted(audio: HTMLAudioElement): void {
    if (this.playing && audio.paused && !audio.ended) this.pause();
  }

  #rate(): void {
    if (!this.#audio) return;
    this.#audio.preservesPitch = true;
    this.#audio.playbackRate = this.habits.speed;
  }

  #fail(error: AppError): void {
    this.pause();
    this.face = 'problem';
    this.problem = error;
  }

  #forget(): void {
    if (this.#url !== null) URL.revokeObjectURL(this.#url);
    this.#url = null;
  }
}
