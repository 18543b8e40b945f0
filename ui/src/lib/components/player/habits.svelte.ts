/** How one listens: kept from take to take while the program runs. */
export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2] as const;

export type Speed = (typeof SPEEDS)[number];

export class Habits {
  speed = $state<Speed>(1);
  /** Silences are jumped over. */
  skipping = $state(false);

  /** The next speed (1), or the one before (-1), round and round. */
  turn(by: 1 | -1): void {
    const next = (SPEEDS.indexOf(this.speed) + by + SPEEDS.length) % SPEEDS.length;
    this.speed = SPEEDS[next] ?? 1;
  }
}

export const habits = new Habits();
