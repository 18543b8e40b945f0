import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../api/errors';
import { Habits } from './habits.svelte';
import { Player } from './player.svelte';

const WAV = new TextEncoder().encode('RIFF....WAVEfmt ').buffer;

/** An `<audio>` that plays when a test says so. */
class Speaker {
  readonly element = document.createElement('audio');
  at = 0;
  isClosed = false;
  #paused = true;

  constructor() {
    Object.defineProperties(this.element, {
      currentTime: { get: () => this.at, set: (seconds: number) => (this.at = seconds) },
      paused: { get: () => this.#paused },
      play: { value: () => Promise.resolve((this.#paused = false)) },
      pause: { value: () => (this.#paused = true) },
      load: { value: () => (this.isClosed = !this.element.hasAttribute('src')) },
    });
  }

  get paused() {
    return this.#paused;
  }

  say(event: string) {
    this.element.dispatchEvent(new Event(event));
  }

  /** The sound goes on to a moment, in seconds. */
  reach(seconds: number) {
    this.at = seconds;
    this.say('timeupdate');
  }

  /** Paused from outside. */
  interrupt() {
    this.#paused = true;
    this.say('pause');
  }
}

const recorded = {
  durationMs: 60_000,
  pauses: [
    { fromMs: 10_000, toMs: 13_000 },
    { fromMs: 30_000, toMs: 31_500 },
  ],
  firstWordMs: 2000 as number | null,
  lastWordMs: 55_000 as number | null,
};

let speaker: Speaker;
let said: string[];
let leave: () => void;
const revoked = vi.fn();

beforeEach(() => {
  speaker = new Speaker();
  said = [];
  let urls = 0;
  Object.assign(URL, { createObjectURL: () => `blob:${++urls}`, revokeObjectURL: revoked });
});
afterEach(() => {
  leave();
  revoked.mockClear();
});

async function open({
  read = () => Promise.resolve(WAV),
  habits = new Habits(),
  ready = true,
  to = speaker,
} = {}) {
  const announce = (text: string) => said.push(text);
  const player = new Player({ read, recorded: () => recorded, announce, habits });
  leave = player.attach(to.element) as () => void;
  await vi.waitFor(() => expect(player.face).not.toBe('reading'));
  if (ready) to.say('loadedmetadata');
  return player;
}

describe('the bytes', () => {
  it('are read at once, and forgotten on leaving', async () => {
    const player = await open();
    expect(player.face).toBe('ready');
    leave();
    expect(revoked).toHaveBeenCalledWith('blob:1');
    expect(speaker.isClosed).toBe(true);
  });

  it('may come after play was pressed', async () => {
    let give: (bytes: ArrayBuffer) => void = () => undefined;
    const read = () => new Promise<ArrayBuffer>((resolve) => (give = resolve));
    const player = new Player({ read, recorded: () => recorded, announce: () => {} });
    leave = player.attach(speaker.element) as () => void;
    player.play();
    expect([player.playing, speaker.paused]).toEqual([true, true]);
    give(WAV);
    await vi.waitFor(() => expect(speaker.paused).toBe(false));
    speaker.say('loadedmetadata');
    expect(speaker.at).toBe(1.7);
  });

  it('are opened with the first play, at the place that was chosen before', async () => {
    const player = await open({ ready: false });
    expect(player.face).toBe('ready');
    player.seek(20_000);
    speaker.say('timeupdate'); // an element that is not open yet says 0
    expect([player.atMs, speaker.at]).toEqual([20_000, 0]);
    player.play();
    speaker.say('loadedmetadata');
    expect([speaker.paused, speaker.at]).toEqual([false, 20]);
  });

  it('that cannot be read are said, and read again when one asks', async () => {
    const read = vi.fn(() => Promise.resolve(WAV));
    read.mockRejectedValueOnce(new AppError('notFound', 'The file is gone.'));
    const player = await open({ read, ready: false });
    expect([player.face, player.problem?.message]).toEqual(['problem', 'The file is gone.']);
    player.play();
    expect(player.playing).toBe(false);
    await player.read();
    expect([player.face, player.problem]).toEqual(['ready', null]);
  });

  it('of a format that the system cannot play name the plugins that are missing', async () => {
    const player = await open();
    Object.defineProperty(speaker.element, 'error', { value: { code: 4, message: '' } });
    speaker.say('error');
    expect(player.problem?.message).toMatch(/gstreamer1\.0-plugins-good/);
  });

  it('of another kind are no sound', async () => {
    const player = await open({ read: () => Promise.resolve(new ArrayBuffer(8)), ready: false });
    expect(player.problem?.message).toMatch(/no sound/);
  });
});

describe('playing', () => {
  it('begins just before the first word and stops after the last', async () => {
    const player = await open();
    player.play();
    expect(speaker.at).toBe(1.7);
    speaker.reach(55.9);
    expect(player.playing).toBe(true);
    speaker.reach(56);
    expect([player.playing, speaker.paused]).toEqual([false, true]);
    player.play();
    expect(speaker.at).toBe(1.7);
  });

  it('goes on where one looked, in the silence too', async () => {
    const player = await open();
    player.seek(500);
    player.play();
    expect(speaker.at).toBe(0.5);
    player.seek(57_000);
    speaker.reach(57.5);
    expect(player.playing).toBe(true);
  });

  it('shows a place that is still being looked for, and goes there at the end', async () => {
    const player = await open();
    player.hold(20_000);
    expect([player.atMs, speaker.at]).toEqual([20_000, 0]);
    player.seek(21_000);
    expect([player.atMs, speaker.at]).toEqual([21_000, 21]);
  });

  it('jumps back five seconds, never before the beginning', async () => {
    const player = await open();
    player.seek(7000);
    player.back();
    expect(player.atMs).toBe(2000);
    player.back();
    expect(player.atMs).toBe(0);
  });

  it('jumps to the word after the next long pause, and says when there is none', async () => {
    const player = await open();
    expect(player.nextPause()).toBe(true);
    expect(player.atMs).toBe(12_850);
    expect(player.nextPause()).toBe(false);
    expect(said).toEqual(['No long pause follows.']);
  });

  it('stops when the system takes the sound away', async () => {
    const player = await open();
    player.play();
    speaker.interrupt();
    expect(player.playing).toBe(false);
  });

  it('goes on when the word of an earlier pause comes late', async () => {
    const player = await open();
    player.play();
    player.pause();
    player.play();
    speaker.say('pause');
    expect(player.playing).toBe(true);
  });

  it('stops where another take begins', async () => {
    const one = await open();
    const leaveOne = leave;
    one.play();
    const other = await open({ to: new Speaker() });
    other.play();
    expect([one.playing, other.playing]).toEqual([false, true]);
    leaveOne();
  });
});

describe('pauses', () => {
  it('are played unless one asks to skip them', async () => {
    const player = await open();
    player.seek(9000);
    player.play();
    speaker.reach(10.2);
    expect(speaker.at).toBe(10.2);
    player.toggleSkipping();
    speaker.reach(10.3);
    expect(speaker.at).toBe(12.85);
    speaker.reach(13);
    expect(speaker.at).toBe(13);
  });

  it('are skipped only while it plays', async () => {
    const player = await open();
    player.toggleSkipping();
    player.seek(11_000);
    speaker.say('timeupdate');
    expect(speaker.at).toBe(11);
  });
});

describe('the loop', () => {
  it('has its beginning, its end, and its end again', async () => {
    const player = await open();
    player.seek(5000);
    expect(player.loopLabel).toBe('Loop from here');
    player.turnLoop();
    player.seek(8000);
    expect(player.loopLabel).toBe('Loop to here');
    player.turnLoop();
    expect([player.loop, player.atMs]).toEqual([{ fromMs: 5000, toMs: 8000 }, 5000]);
    player.play();
    speaker.reach(8.1);
    expect(speaker.at).toBe(5);
    expect(player.loopLabel).toBe('End the loop');
    player.turnLoop();
    speaker.reach(8.1);
    expect(speaker.at).toBe(8.1);
  });

  it('may be set from its end to its beginning', async () => {
    const player = await open();
    player.seek(8000);
    player.turnLoop();
    player.seek(5000);
    player.turnLoop();
    expect(player.loop).toEqual({ fromMs: 5000, toMs: 8000 });
  });

  it('does not hold one who looks beyond it', async () => {
    const player = await open();
    player.loop = { fromMs: 5000, toMs: 8000 };
    player.seek(20_000);
    player.play();
    speaker.reach(21);
    expect(speaker.at).toBe(21);
  });
});

describe('speed', () => {
  it('goes round both ways, without a change of pitch', async () => {
    const player = await open();
    player.turnSpeed(1);
    expect([speaker.element.playbackRate, speaker.element.preservesPitch]).toEqual([1.25, true]);
    player.turnSpeed(-1);
    player.turnSpeed(-1);
    player.turnSpeed(-1);
    expect(player.habits.speed).toBe(2);
  });

  it('and skipping stay from take to take', async () => {
    const habits = new Habits();
    const player = await open({ habits });
    player.setSpeed(1.5);
    player.toggleSkipping();
    leave();
    const next = await open({ habits, to: new Speaker() });
    expect([next.habits.speed, next.habits.skipping]).toEqual([1.5, true]);
  });
});
