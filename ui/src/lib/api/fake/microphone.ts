/** The fake's microphone: its level moves as speech does, and its takes end up among the others. */
import { AppError } from '../errors';
import type { AnswerDraft } from '../generated/AnswerDraft';
import type { CardView } from '../generated/CardView';
import type { MicrophoneDevice } from '../generated/MicrophoneDevice';
import type { Microphones } from '../generated/Microphones';
import type { MicrophoneView } from '../generated/MicrophoneView';
import type { RecordCard } from '../generated/RecordCard';
import type { RecordPage } from '../generated/RecordPage';
import type { SoundAlarm } from '../generated/SoundAlarm';
import type { TakeRow } from '../generated/TakeRow';
import type { FakeInterview } from './interview';
import type { Every, FakeInterviews } from './interviews';
import { newTake } from './take-rows';

/** What the microphone needs of the rest of the fake. */
interface Around {
  cards: Map<string, CardView>;
  now: () => number;
  every: Every;
  mock: () => FakeInterviews;
}

const MINUTE = 60_000;
/** A take that is shorter holds no sound. */
const LEAST_MS = 300;
const NONE =
  'No microphone was found. Plug one in, or switch it on in the system’s sound settings.';

export class FakeMicrophone {
  /** Shared by all parts of the fake; newest first. */
  readonly rows: TakeRow[];
  devices: MicrophoneDevice[] = [
    { id: 'built-in', name: 'Built-in microphone', default: true },
    { id: 'usb', name: 'Samson Q2U, USB', default: false },
  ];
  /** What is wrong with the sound. */
  alarm: SoundAlarm | null = null;
  /** What was written during takes, by take. */
  readonly texts = new Map<string, AnswerDraft>();
  #around: Around;
  #listeners = new Set<(microphone: MicrophoneView) => void>();
  #device: string | null = null;
  #problem: string | null = null;
  #row: TakeRow | null = null;
  /** The take that ended by itself and was not asked for yet. */
  #ended: TakeRow | null = null;
  #recordedMs = 0;
  #since = 0;
  #held = false;
  #records: FakeInterview | null = null;
  #begun = 0;
  #views = 0;
  #stop: (() => void) | null = null;

  constructor(rows: TakeRow[], around: Around) {
    this.rows = rows;
    this.#around = around;
  }

  microphones(chosen: string | null): Microphones {
    return { devices: this.devices, chosen, problem: this.devices.length > 0 ? null : NONE };
  }

  openMicrophone(chosen: string | null): MicrophoneView {
    const found =
      this.devices.find(({ id }) => id === chosen) ??
      this.devices.find((one) => one.default) ??
      this.devices[0];
    if (!found) throw new AppError('notFound', NONE);
    this.#device = found.name;
    this.#problem = null;
    this.#stop ??= this.#around.every(100, () => this.#say());
    return this.microphone();
  }

  closeMicrophone(): void {
    this.#end();
    this.#records = null;
    this.#device = null;
    this.#stop?.();
    this.#stop = null;
    this.#say();
  }

  microphone(): MicrophoneView {
    const heard = this.#device !== null && this.alarm !== 'noSignal';
    const speech = Math.abs(Math.sin(this.#views / 3) * Math.sin(this.#views / 17));
    const level = this.alarm === 'clipping' ? -4 : -42 + 26 * speech;
    const open = this.#row ? (this.#held ? 'held' : 'recording') : 'on';
    return {
      state: this.#device === null ? 'off' : open,
      device: this.#device,
      peakDbfs: heard ? Math.min(0, level + 9) : null,
      levelDbfs: heard ? level : null,
      alarm: this.#device === null ? null : this.alarm,
      take: this.#row?.id ?? null,
      recordedMs: this.#row ? this.#length() : 0,
      problem: this.#problem,
    };
  }

  recordPage({ card: id, shorterThan }: RecordCard): RecordPage {
    const card = this.#around.cards.get(id);
    if (!card) throw new AppError('notFound', `There is no card “${id}” any more.`);
    const wantsCode = card.kind === 'code';
    const starter = new DOMParser().parseFromString(card.starterHtml ?? '', 'text/html').body;
    return {
      question: {
        html: card.questionHtml,
        statementHtml: card.statementHtml,
        kind: card.kind,
        place: card.section ?? card.deckTitle,
        deck: card.deck,
        language: card.language,
        card: { id, questionHtml: card.questionHtml },
      },
      hintHtml: card.hintHtml,
      wantsCode,
      draft: {
        notes: '',
        code: wantsCode ? (starter.textContent ?? '') : '',
        language: 'python',
        chosen: [],
      },
      budgetMs: ((card.minutes ?? 3) * MINUTE) / (shorterThan === null ? 1 : 2),
      earlier: this.rows.filter((row) => row.card?.id === id),
    };
  }

  startTake(request: RecordCard): MicrophoneView {
    if (this.#device === null) throw new AppError('invalidState', 'The microphone is not open.');
    const { question, budgetMs } = this.recordPage(request);
    this.#begin({
      questionHtml: question.html,
      card: question.card,
      budgetMs,
      shorter: request.shorterThan !== null,
    });
    return this.microphone();
  }

  finishTake(): TakeRow | null {
    const ended = this.#end() ?? this.#ended;
    this.#ended = null;
    this.#say();
    return ended;
  }

  discardTake(): void {
    if (this.#row) this.texts.delete(this.#row.id);
    this.#row = null;
    this.#say();
  }

  saveTakeText(take: string, draft: AnswerDraft): void {
    this.texts.set(take, draft);
  }

  recordInterview(on: boolean, chosen: string | null): MicrophoneView {
    if (!on) this.#end();
    if (on) this.openMicrophone(chosen);
    this.#records = on ? this.#around.mock().current : null;
    this.follow();
    return this.microphone();
  }

  /** The interview moved: a take begins with each question while time counts, and ends with the answer. */
  follow(): void {
    const interview = this.#records;
    if (!interview) return;
    const { id, title, stage, turn, phase, asked } = interview.view();
    const place = this.#row?.interview;
    const same = place?.stage === stage && place.turn === turn;
    if (!same || (phase !== 'running' && phase !== 'paused')) this.#end();
    if (phase === 'running' && !this.#row) {
      const where = { interview: id, title, stage, turn };
      this.#begin({ questionHtml: asked.saysHtml, interview: where, budgetMs: null });
    }
    this.#hold(phase === 'paused');
    this.#say();
  }

  /** The device goes while it is in use. */
  unplug(): void {
    this.#ended = this.#end();
    const gone = `${this.#device ?? 'The microphone'} is gone. Plug it in again, or choose another one in Settings.`;
    this.#problem = this.#ended ? `${gone} What was recorded until then is kept.` : gone;
    this.devices = this.devices.filter(({ name }) => name !== this.#device);
    this.closeMicrophone();
  }

  listen(listener: (microphone: MicrophoneView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #begin(part: Partial<TakeRow> & Pick<TakeRow, 'questionHtml'>): void {
    this.#end();
    this.#ended = null;
    this.#problem = null;
    this.#begun += 1;
    const now = this.#around.now();
    this.#row = newTake({ id: `new-${this.#begun}`, begunAt: now, ...part });
    this.#recordedMs = 0;
    this.#since = now;
    this.#held = false;
  }

  /** Ends the take; null when there is none, or it holds no sound. */
  #end(): TakeRow | null {
    const row = this.#row;
    if (!row) return null;
    row.durationMs = this.#length();
    row.bytes = 32 * row.durationMs;
    this.#row = null;
    if (row.durationMs < LEAST_MS) return null;
    this.rows.unshift(row);
    return row;
  }

  #hold(held: boolean): void {
    this.#recordedMs = this.#length();
    this.#since = this.#around.now();
    this.#held = held;
  }

  #length(): number {
    return this.#recordedMs + (this.#held ? 0 : this.#around.now() - this.#since);
  }

  #say(): void {
    this.#views += 1;
    const view = this.microphone();
    for (const listener of this.#listeners) listener(view);
  }
}
