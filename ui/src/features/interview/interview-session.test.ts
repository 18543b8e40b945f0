import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import type { InterviewMode } from '$lib/api/generated/InterviewMode';
import { InterviewSession } from './interview-session.svelte';

const MINUTE = 60_000;

let api: FakeApi;
let now: number;
let tick: () => void;
let said: string[];
let announceTime: boolean;

beforeEach(() => {
  now = 1_000_000;
  said = [];
  announceTime = true;
  tick = () => undefined;
  api = new FakeApi({
    now: () => now,
    every: (_, each) => {
      tick = each;
      return () => undefined;
    },
  });
});

async function hold(mode: InterviewMode = 'practice'): Promise<InterviewSession> {
  await api.beginInterview({ source: { kind: 'written', id: 'python-functions/backend' }, mode });
  const session = new InterviewSession(api, {
    announce: (text) => said.push(text),
    announceTime: () => announceTime,
  });
  await session.open();
  api.onClockTicked((clock) => session.ticked(clock));
  api.calls = [];
  return session;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

function pass(ms: number) {
  now += ms;
  tick();
}

describe('holding an interview', () => {
  it('asks the first question at once', async () => {
    const session = await hold();
    expect(session.face).toBe('asking');
    expect(session.view?.asked.saysText).toMatch(/system that you know best/);
    expect([session.canGoBack, session.canPause, session.canHint]).toEqual([false, true, true]);
  });

  it('says when there is none', async () => {
    const session = new InterviewSession(api, {
      announce: () => undefined,
      announceTime: () => true,
    });
    expect(session.face).toBe('loading');
    await session.open();
    expect(session.face).toBe('none');
  });

  it('shows the next question from the one answer, without a second call', async () => {
    const session = await hold('pressure');
    await session.goOn();
    expect(api.calls).toEqual(['interview answer']);
    expect(session.view?.question).toBe(2);
  });

  it('answers once when the key is pressed twice', async () => {
    const session = await hold('pressure');
    await Promise.all([session.goOn(), session.goOn()]);
    expect(session.view?.question).toBe(2);
  });

  it('saves what was written before an action', async () => {
    const session = await hold('pressure');
    session.keeper.change({ notes: 'what it is for' });
    await session.goOn();
    expect(api.calls).toEqual(['saveAnswer', 'interview answer']);
    expect(session.keeper.draft.notes).toBe('');
    await session.act('back');
    expect(session.keeper.draft.notes).toBe('what it is for');
  });

  it('does not go on when what was written cannot be kept, and loses nothing', async () => {
    const session = await hold('pressure');
    session.keeper.change({ notes: 'what it is for' });
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    await session.goOn();
    expect([session.view?.question, session.keeper.draft.notes]).toEqual([1, 'what it is for']);
    expect(session.keeper.problem?.message).toBe('The disk is full.');
    await session.goOn();
    expect([session.view?.question, session.keeper.problem]).toEqual([2, null]);
  });

  it('offers neither hint nor pause under pressure', async () => {
    const session = await hold('pressure');
    expect([session.canHint, session.canPause]).toEqual([false, false]);
  });

  it('keeps what is being typed while a hint comes', async () => {
    const session = await hold();
    session.keeper.change({ notes: 'half a sen' });
    const asking = session.act('hint');
    session.keeper.change({ notes: 'half a sentence' });
    await asking;
    expect(session.view?.asked.hintHtml).not.toBeNull();
    expect(session.canHint).toBe(false);
    expect(session.keeper.draft.notes).toBe('half a sentence');
  });

  it('opens the editor where code is wanted, and where the candidate wants it', async () => {
    const session = await hold('pressure');
    expect(session.codeOpen).toBe(false);
    session.codeWanted = true;
    expect(session.codeOpen).toBe(true);
    await session.goOn();
    expect(session.codeOpen).toBe(false);
    await session.goOn();
    await session.goOn();
    expect(session.codeOpen).toBe(true);
  });

  it('picks one choice, or several where several are right', async () => {
    const session = await hold('pressure');
    await session.goOn();
    session.pick(0);
    session.pick(2);
    session.pick(0);
    expect(session.keeper.draft.chosen).toEqual([2]);
  });

  it('ends with the last question', async () => {
    const session = await hold('pressure');
    for (let question = 1; question <= 6; question += 1) await session.goOn();
    expect(session.face).toBe('finished');
  });
});

describe('the clock', () => {
  it('comes from the back end, and waits while paused', async () => {
    const session = await hold();
    pass(MINUTE);
    expect(session.clock?.spentMs[0]).toBe(MINUTE);
    await session.pauseOrResume();
    expect(session.face).toBe('paused');
    pass(5 * MINUTE);
    await session.pauseOrResume();
    expect(session.clock?.spentMs[0]).toBe(MINUTE);
  });

  it('says half time once, and for half a minute', async () => {
    const session = await hold();
    pass(1.5 * MINUTE);
    expect(session.line).toMatch(/Half of this stage/);
    expect(said).toHaveLength(1);
    pass(20_000);
    expect(session.line).not.toBeNull();
    pass(20_000);
    expect(session.line).toBeNull();
    expect(said).toHaveLength(1);
  });

  it('says nothing when announcements are off', async () => {
    announceTime = false;
    const session = await hold();
    pass(4 * MINUTE);
    expect([session.line, said]).toEqual([null, []]);
  });

  it('does not say again what was reached before one left', async () => {
    await hold();
    pass(2 * MINUTE);
    said = [];
    const session = new InterviewSession(api, {
      announce: (text) => said.push(text),
      announceTime: () => true,
    });
    await session.open();
    api.onClockTicked((clock) => session.ticked(clock));
    pass(1000);
    expect([session.line, said]).toEqual([null, []]);
  });
});

describe('the key points, in practice', () => {
  async function answered() {
    const session = await hold();
    await session.goOn();
    return session;
  }

  it('stand beside the answer while the clock waits', async () => {
    const session = await answered();
    expect(session.face).toBe('feedback');
    expect(session.judgement?.ticks).toEqual([null, null, null]);
    pass(MINUTE);
    expect(session.clock?.spentMs[0]).toBe(0);
  });

  it('are assessed when all of them are ticked, not before', async () => {
    const session = await answered();
    session.tick(0, 'covered');
    session.tick(1, 'partly');
    await settled();
    expect(session.assessment).toBeNull();
    session.tick(2, 'covered');
    await settled();
    expect(session.assessment?.rating).toBe('good');
    expect(said.at(-1)).toMatch(/^Good: /);
  });

  it('a later tick takes the place of the assessment', async () => {
    const session = await answered();
    for (const index of [0, 1, 2]) session.tick(index, 'covered');
    session.tick(1, 'missed');
    session.tick(2, 'missed');
    await settled();
    expect(session.assessment?.rating).toBe('again');
  });

  it('go on after the last tick is kept', async () => {
    const session = await answered();
    for (const index of [0, 1, 2]) session.tick(index, 'covered');
    await session.goOn();
    expect(api.calls.filter((call) => call === 'assess')).toHaveLength(1);
    expect([session.face, session.view?.question]).toEqual(['asking', 2]);
  });

  it('can be taken back', async () => {
    const session = await answered();
    await session.undo();
    expect(api.calls).not.toContain('undoAssessment');
    for (const index of [0, 1, 2]) session.tick(index, 'covered');
    await settled();
    await session.undo();
    expect(session.assessment).toBeNull();
    expect(session.judgement?.ticks).toEqual([null, null, null]);
  });

  it('of a multiple choice need no ticks where one chose', async () => {
    const session = await answered();
    await session.goOn();
    session.pick(0);
    session.pick(2);
    await session.goOn();
    await settled();
    expect(session.assessment?.rating).toBe('good');
  });

  it('of a multiple choice are left open where nothing was chosen', async () => {
    const session = await answered();
    await session.goOn();
    await session.goOn();
    await settled();
    expect([session.face, session.assessment]).toEqual(['feedback', null]);
  });
});

it('taken up again waits, and says what happened', async () => {
  await hold();
  api.mock.current?.reopen('The program had ended.');
  const session = new InterviewSession(api, {
    announce: () => undefined,
    announceTime: () => true,
  });
  await session.open();
  expect([session.face, session.view?.notice]).toEqual(['interrupted', 'The program had ended.']);
  await session.pauseOrResume();
  expect(session.face).toBe('asking');
});

it('says that the computer slept, and that it does not count', async () => {
  const session = await hold();
  const view = session.view;
  if (!view || !session.clock) throw new Error('it runs');
  const notice = 'The computer slept for 20 minutes. That time does not count.';
  api.currentInterview = () => Promise.resolve({ ...view, notice });
  session.ticked({ ...session.clock, asleepMs: session.clock.asleepMs + 20 * MINUTE });
  await Promise.resolve();
  await Promise.resolve();
  expect(session.line).toBe(notice);
  expect(said).toContain(notice);
});
