import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { TakeSession } from './take-session.svelte';

let api: FakeApi;
let said: string[];

beforeEach(() => {
  vi.useFakeTimers();
  api = new FakeApi();
  said = [];
});
afterEach(() => void vi.useRealTimers());

async function open(id: string, { blind = false, listenAt = null as number | null } = {}) {
  const session = new TakeSession(api, id, { blind, announce: (text) => said.push(text) });
  await session.open();
  if (listenAt !== null) {
    session.player.face = 'ready';
    session.player.seek(listenAt);
  }
  await settled();
  return session;
}

const settled = () => vi.advanceTimersByTimeAsync(600);
const saved = () => api.calls.filter((call) => call === 'saveTakeWork').length;
const tickAll = (session: TakeSession) => {
  for (const row of [0, 1, 2, 3, 4]) session.tick(row, 'covered');
};

describe('predicting', () => {
  it('comes before anything is revealed', async () => {
    const session = await open('take-5');
    expect([session.face, session.page.data?.expected]).toEqual(['predicting', null]);
    expect(session.markMoment()).toBe(false);
    await session.predict('good');
    expect(session.face).toBe('judging');
    expect(session.page.data?.expected?.keyPoints).toHaveLength(2);
    expect(session.page.data?.take.predicted).toBe('good');
  });

  it('is asked again when it could not be kept', async () => {
    const session = await open('take-5');
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    expect(await session.predict('good')).toBe(false);
    expect([session.face, session.problem?.code]).toEqual(['predicting', 'cannotWrite']);
  });

  it('is done once', async () => {
    const session = await open('take-4');
    expect(await session.predict('easy')).toBe(false);
    expect(session.page.data?.take.predicted).toBe('good');
  });
});

describe('ticks', () => {
  it('made while one listens stand at their moment, the first time', async () => {
    const session = await open('take-4', { listenAt: 33_000 });
    session.tick(0, 'partly');
    session.player.seek(40_000);
    session.tick(0, 'covered');
    session.setMistake(0, true);
    expect(session.judgement?.markers).toEqual([
      { atMs: 33_000, of: 'point', text: 'One thread at a time runs bytecode' },
      { atMs: 40_000, of: 'mistake', text: '“With the GIL, code is thread-safe”' },
    ]);
    expect(said).toContain('Marked at 0:33.');
  });

  it('made without the sound leave no marker', async () => {
    const session = await open('take-4', { listenAt: 0 });
    session.tick(0, 'covered');
    expect(session.judgement?.markers).toEqual([]);
  });

  it('of what was missed have no moment', async () => {
    const session = await open('take-4', { listenAt: 33_000 });
    session.tick(4, 'missed');
    expect(session.judgement?.markers).toEqual([]);
  });

  it('of a mistake take their marker along when they go', async () => {
    const session = await open('take-4', { listenAt: 33_000 });
    session.setMistake(1, true);
    session.setMistake(1, false);
    expect(session.judgement?.markers).toEqual([]);
  });

  it('lead to a rating with its reason, once all of them are there', async () => {
    const session = await open('take-4');
    session.tick(0, 'covered');
    await settled();
    expect([session.proposal, session.canRate]).toEqual([null, false]);
    tickAll(session);
    await settled();
    expect(session.proposal).toMatchObject({ rating: 'easy', reason: '5 of 5 points.' });
    expect(session.canRate).toBe(true);
  });

  it('of a story are its parts and its figure', async () => {
    const session = await open('take-story', { listenAt: 5000 });
    expect(session.judgement?.open).toBe(7);
    for (const row of [0, 1, 2, 3, 4, 5]) session.tick(row, 'covered');
    await settled();
    expect([session.proposal, session.judgement?.open]).toEqual([null, 1]);
    session.setFigure(true);
    await settled();
    expect(session.proposal?.rating).toBe('easy');
    expect(session.judgement?.work().story).toEqual({
      situation: 'covered',
      task: 'covered',
      action: 'covered',
      result: 'covered',
      figure: true,
    });
    expect(session.judgement?.markers.map(({ text }) => text).slice(2)).toEqual([
      'Situation',
      'Task',
      'Action',
      'Result',
    ]);
  });

  it('of structure and brevity come after the points, and need not be there', async () => {
    const session = await open('take-4');
    tickAll(session);
    expect(session.judgement?.nextOpen()).toBe(5);
    session.tick(5, 'partly');
    session.tick(6, 'missed');
    expect(session.judgement?.work().delivery).toEqual({ structure: 'partly', brevity: 'missed' });
    expect([session.judgement?.nextOpen(), session.judgement?.open]).toEqual([-1, 0]);
  });
});

describe('saving', () => {
  it('follows a change within half a second', async () => {
    const session = await open('take-4');
    session.tick(0, 'covered');
    await vi.advanceTimersByTimeAsync(500);
    expect((await api.takePage('take-4', false)).work.points).toHaveLength(1);
  });

  it('does not wait for one who goes on', async () => {
    const session = await open('take-4');
    for (const row of [0, 1, 2, 3, 4]) {
      session.tick(row, 'covered');
      await vi.advanceTimersByTimeAsync(150);
    }
    expect(saved()).toBeGreaterThan(0);
  });

  it('that failed is said, and made up for with the next change', async () => {
    const session = await open('take-4');
    vi.spyOn(api, 'saveTakeWork').mockRejectedValueOnce(
      new AppError('cannotWrite', 'The disk is full.'),
    );
    session.tick(0, 'covered');
    await settled();
    expect(session.keeper.problem?.code).toBe('cannotWrite');
    expect(session.judgement?.points.ticks[0]).toBe('covered');
    session.tick(1, 'covered');
    expect(await session.keeper.flush()).toBe(true);
    expect((await api.takePage('take-4', false)).work.points).toHaveLength(2);
  });

  it('keeps moments with the learner’s own word', async () => {
    const session = await open('take-4', { listenAt: 12_000 });
    session.markMoment();
    const [marker] = session.judgement?.markers ?? [];
    if (!marker) throw new Error('Nothing was marked.');
    session.nameMarker(marker, 'lost the thread');
    await settled();
    expect((await api.takePage('take-4', false)).work.markers).toEqual([
      { atMs: 12_000, of: 'moment', text: 'lost the thread' },
    ]);
  });
});

describe('rating', () => {
  it('keeps the derived one and the learner’s own', async () => {
    const session = await open('take-4');
    tickAll(session);
    await settled();
    expect(await session.rate('hard')).toBe(true);
    expect(session.face).toBe('judged');
    expect(session.assessment).toMatchObject({ derived: 'easy', rating: 'hard' });
  });

  it('takes what the very last tick amounts to', async () => {
    const session = await open('take-4');
    tickAll(session);
    await settled();
    session.setRedFlag(0, true);
    await session.takeDerived();
    expect(session.assessment).toMatchObject({ derived: 'again', rating: 'again' });
  });

  it('waits for all ticks', async () => {
    const session = await open('take-4');
    session.tick(0, 'covered');
    expect(await session.rate('good')).toBe(false);
    expect(session.assessment).toBeNull();
  });

  it('leaves everything as it was when it could not be kept', async () => {
    const session = await open('take-4');
    tickAll(session);
    await settled();
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    expect(await session.rate('good')).toBe(false);
    expect([session.face, session.problem?.code]).toEqual(['judging', 'cannotWrite']);
    await settled();
    expect((await api.takePage('take-4', false)).work.points).toHaveLength(5);
  });

  it('is not followed by a save of older ticks', async () => {
    const session = await open('take-4');
    tickAll(session);
    await settled();
    const before = saved();
    session.tick(0, 'partly');
    await session.rate('good');
    await settled();
    expect(saved()).toBe(before);
  });

  it('can be undone; the ticks stay', async () => {
    const session = await open('take-3');
    expect(session.face).toBe('judged');
    expect(await session.undo()).toBe(true);
    expect([session.face, session.assessment]).toEqual(['judging', null]);
    expect(session.judgement?.points.complete).toBe(true);
  });

  it('is made anew when one judges again, or changes a tick', async () => {
    const session = await open('take-3');
    session.judgeAgain();
    await settled();
    expect([session.face, session.proposal?.rating]).toEqual(['judging', 'hard']);
    await session.rate('good');
    expect([session.face, session.assessment?.rating]).toEqual(['judged', 'good']);
    session.tick(4, 'covered');
    expect(session.face).toBe('judging');
  });
});

describe('a blind judgement', () => {
  it('sees nothing of the first one, and writes nothing over it', async () => {
    const session = await open('take-3', { blind: true });
    expect([session.face, session.judgement?.open]).toEqual(['judging', 5]);
    session.tick(0, 'covered');
    await settled();
    expect(saved()).toBe(0);
    expect(await session.rate('good')).toBe(false);
    expect((await open('take-3', { blind: true })).judgement?.open).toBe(4);
  });

  it('ends with a comparison', async () => {
    const session = await open('take-3', { blind: true });
    expect(await session.regrade()).toBe(false);
    tickAll(session);
    await settled();
    expect(await session.regrade()).toBe(true);
    expect(session.face).toBe('compared');
    expect(session.compared?.words).toBe('You judged 3 of 5 key points as you did the first time.');
    expect((await api.takePage('take-3', false)).assessment?.rating).toBe('hard');
    session.tick(0, 'missed'); // it is over: nothing of it waits for the next
    await session.keeper.flush();
    expect((await open('take-3', { blind: true })).judgement?.open).toBe(5);
  });
});

describe('work in the background', () => {
  it('shows its progress, then what it brought; the ticks stay', async () => {
    const session = await open('take-4');
    api.onTakeChanged((change) => void session.takeChanged(change));
    session.tick(0, 'covered');
    api.spoken.change({ take: 'take-4', job: { what: 'Measuring', share: 0.4 }, problem: null });
    expect(session.page.data?.take.job).toEqual({ what: 'Measuring', share: 0.4 });
    api.spoken.change({ take: 'take-4', job: null, problem: null });
    await settled();
    expect(session.page.data?.take.job).toBeNull();
    expect(session.page.data?.measures?.facts).toHaveLength(4);
    expect(session.judgement?.points.ticks[0]).toBe('covered');
  });

  it('says why it failed; other takes do not matter', async () => {
    const session = await open('take-4');
    await session.takeChanged({ take: 'take-3', job: null, problem: 'Another.' });
    expect(session.jobProblem).toBeNull();
    await session.takeChanged({ take: 'take-4', job: null, problem: 'The file is damaged.' });
    expect(session.jobProblem).toBe('The file is damaged.');
  });
});
