import type { DeliveryTicks } from '$lib/api/generated/DeliveryTicks';
import type { Marker } from '$lib/api/generated/Marker';
import type { MarkerOf } from '$lib/api/generated/MarkerOf';
import type { StoryPart } from '$lib/api/generated/StoryPart';
import type { StoryTicks } from '$lib/api/generated/StoryTicks';
import type { TakePage } from '$lib/api/generated/TakePage';
import type { TakeWork } from '$lib/api/generated/TakeWork';
import type { Tick } from '$lib/api/generated/Tick';
import { type Judged, Judgement } from '$lib/judgement.svelte';

type DeliveryPart = 'structure' | 'brevity';

/** A row of ticks beside the key points: what it judges, and what that means. */
interface Part<Name extends string> {
  part: Name;
  title: string;
  meaning: string;
}

const STORY: readonly Part<StoryPart>[] = [
  { part: 'situation', title: 'Situation', meaning: 'Where and when, in a sentence or two.' },
  { part: 'task', title: 'Task', meaning: 'What was to be done, and that it was yours.' },
  { part: 'action', title: 'Action', meaning: 'What you did: “I”, not “we”.' },
  { part: 'result', title: 'Result', meaning: 'What came of it, and what you learned.' },
];

export const DELIVERY: readonly Part<DeliveryPart>[] = [
  {
    part: 'structure',
    title: 'Structure',
    meaning: 'The answer first, then the reasons, in an order that one can follow.',
  },
  { part: 'brevity', title: 'Brevity', meaning: 'No detours, nothing twice.' },
];

const nothing: Judged = { keyPoints: [], commonMistakes: [], redFlags: [] };

/** What a marker can belong to: a thing that is judged, by its own text. */
export interface Subject {
  of: MarkerOf;
  text: string;
}

/**
 * A take's judgement while it is made. Rows of three ticks are counted through: first the key
 * points, then the parts of a story where one was asked for, then how it was told.
 */
export class TakeJudgement {
  readonly points: Judgement;
  /** The parts of a story that no key point stands for. */
  readonly parts: readonly Part<StoryPart>[];
  readonly asksFigure: boolean;
  story = $state<StoryTicks>({
    situation: null,
    task: null,
    action: null,
    result: null,
    figure: null,
  });
  delivery = $state<DeliveryTicks>({ structure: null, brevity: null });
  /** In order of time. */
  markers = $state.raw<Marker[]>([]);
  readonly storyFrom: number;
  readonly deliveryFrom: number;

  constructor(
    { expected, storyParts, asksFigure }: Pick<TakePage, 'expected' | 'storyParts' | 'asksFigure'>,
    work: TakeWork,
  ) {
    this.points = new Judgement(expected ?? nothing, work);
    this.parts = STORY.filter(({ part }) => storyParts.includes(part));
    this.asksFigure = asksFigure;
    this.story = { ...work.story };
    this.delivery = { ...work.delivery };
    this.markers = work.markers;
    this.storyFrom = this.points.on.keyPoints.length;
    this.deliveryFrom = this.storyFrom + this.parts.length;
  }

  /** How much of what counts is still to be judged: points, the story, its figure. */
  get open(): number {
    const points = this.points.ticks.filter((tick) => tick === null).length;
    const parts = this.parts.filter(({ part }) => this.story[part] === null).length;
    return points + parts + (this.asksFigure && this.story.figure === null ? 1 : 0);
  }

  /** The first row without a judgement, or -1. */
  nextOpen(): number {
    const point = this.points.nextOpen();
    if (point >= 0) return point;
    const story = this.parts.findIndex(({ part }) => this.story[part] === null);
    if (story >= 0) return this.storyFrom + story;
    const told = DELIVERY.findIndex(({ part }) => this.delivery[part] === null);
    return told >= 0 ? this.deliveryFrom + told : -1;
  }

  /** Judges a row; says what that was, where a marker can stand for it. */
  tick(row: number, tick: Tick): Subject | null {
    const told = DELIVERY[row - this.deliveryFrom];
    if (told) this.delivery[told.part] = tick;
    const part = row < this.deliveryFrom ? this.parts[row - this.storyFrom] : undefined;
    if (part) {
      this.story[part.part] = tick;
      return { of: 'story', text: part.title };
    }
    this.points.tick(row, tick);
    const point = this.points.on.keyPoints[row];
    return point ? { of: 'point', text: point.text } : null;
  }

  markerOf({ of, text }: Subject): Marker | null {
    return this.markers.find((marker) => marker.of === of && marker.text === text) ?? null;
  }

  /** Puts a marker where there is none of it yet: the first time it was heard counts. */
  mark(subject: Subject, atMs: number): boolean {
    if (subject.of !== 'moment' && this.markerOf(subject)) return false;
    const markers = [...this.markers, { ...subject, atMs }];
    this.markers = markers.sort((one, other) => one.atMs - other.atMs);
    return true;
  }

  clear(marker: Marker): void {
    this.markers = this.markers.filter((one) => one !== marker);
  }

  /** Gives a moment the learner's own word. */
  name(marker: Marker, text: string): void {
    this.markers = this.markers.map((one) => (one === marker ? { ...one, text } : one));
  }

  work(): TakeWork {
    return {
      ...this.points.judging(),
      story: $state.snapshot(this.story),
      delivery: $state.snapshot(this.delivery),
      markers: this.markers,
    };
  }
}
