/** What is said of the time: each half time, last two minutes and end once. */
import type { ClockView } from '$lib/api/generated/ClockView';
import type { Milestone } from '$lib/api/generated/Milestone';

const ORDER: Milestone[] = ['begun', 'halfTime', 'nearlyOver', 'timeUp'];

const STAGE: Record<Milestone, string> = {
  begun: '',
  halfTime: 'Half of this stage’s time is used.',
  nearlyOver: 'Two minutes are left in this stage.',
  timeUp: 'This stage’s time is up.',
};
const WHOLE: Record<Milestone, string> = {
  begun: '',
  halfTime: 'Half of the interview’s time is used.',
  nearlyOver: 'Two minutes are left in all.',
  timeUp: 'The interview’s time is up.',
};

export class Milestones {
  /** How far the whole (-1) and each stage got, as far as it was said. */
  #said = new Map<number, number>();

  /** What is new on the clock, or null. The whole goes before the stage. */
  next(clock: ClockView): string | null {
    const stage = this.#reach(clock.stage, clock.stageMilestone, STAGE);
    const whole = this.#reach(-1, clock.milestone, WHOLE);
    return [whole, stage].filter((text) => text !== null).join(' ') || null;
  }

  #reach(what: number, milestone: Milestone, words: Record<Milestone, string>): string | null {
    const at = ORDER.indexOf(milestone);
    if (at <= (this.#said.get(what) ?? 0)) return null;
    this.#said.set(what, at);
    return words[milestone];
  }
}
