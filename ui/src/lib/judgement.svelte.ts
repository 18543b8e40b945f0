import type { PointTick } from './api/generated/PointTick';
import type { PointView } from './api/generated/PointView';
import type { Tick } from './api/generated/Tick';

/** What an answer is judged by. */
export interface Judged {
  keyPoints: PointView[];
  commonMistakes: PointView[];
  redFlags: PointView[];
}

/** A judgement as it is kept: by the points' own texts. */
export interface Judging {
  points: PointTick[];
  mistakes: string[];
  redFlags: string[];
}

/** The ticks on an answer's key points, its mistakes and red flags. */
export class Judgement {
  readonly on: Judged;
  ticks = $state<(Tick | null)[]>([]);
  mistakes = $state<boolean[]>([]);
  redFlags = $state<boolean[]>([]);
  /** Every key point has its tick. */
  readonly complete = $derived(this.ticks.every((tick) => tick !== null));

  constructor(on: Judged, kept: Judging | null = null) {
    this.on = on;
    const tickOf = (text: string) => kept?.points.find((point) => point.text === text)?.tick;
    this.ticks = on.keyPoints.map(({ text }) => tickOf(text) ?? null);
    this.mistakes = on.commonMistakes.map(({ text }) => kept?.mistakes.includes(text) ?? false);
    this.redFlags = on.redFlags.map(({ text }) => kept?.redFlags.includes(text) ?? false);
  }

  /** The first key point without a judgement, or -1. */
  nextOpen(): number {
    return this.ticks.indexOf(null);
  }

  tick(index: number, tick: Tick): void {
    if (index >= 0 && index < this.ticks.length) this.ticks[index] = tick;
  }

  /** What is to be kept. */
  judging(): Judging {
    const made = (points: PointView[], which: boolean[]) =>
      points.filter((_, index) => which[index]).map(({ text }) => text);
    return {
      points: this.on.keyPoints.flatMap(({ text }, index) => {
        const tick = this.ticks[index];
        return tick ? [{ text, tick }] : [];
      }),
      mistakes: made(this.on.commonMistakes, this.mistakes),
      redFlags: made(this.on.redFlags, this.redFlags),
    };
  }
}
