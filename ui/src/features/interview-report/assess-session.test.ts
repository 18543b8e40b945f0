import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { AssessSession } from './assess-session.svelte';

let api: FakeApi;
let said: string[];

beforeEach(() => {
  api = new FakeApi();
  said = [];
});

async function open(id: string, at: { stage: number; turn: number } | null = null) {
  const session = new AssessSession(api, id, (text) => said.push(text));
  await session.open(at);
  return session;
}

const assessed = () => api.calls.filter((call) => call === 'assess');

describe('an answer with key points', () => {
  it('is assessed when every point has its tick, and not before', async () => {
    const session = await open('profiles-now');
    session.tick(0, 'covered');
    session.tick(1, 'partly');
    await session.saved;
    expect(assessed()).toHaveLength(0);
    session.tick(2, 'missed');
    await session.saved;
    expect(session.assessment).toMatchObject({ rating: 'hard', movedCard: false });
    expect(said.at(-1)).toMatch(/^Hard: 1.5 of 3/);
  });

  it('takes mistakes along that were checked first', async () => {
    const session = await open('profiles-now');
    session.setMistake(0, true);
    for (const index of [0, 1, 2]) session.tick(index, 'covered');
    await session.saved;
    expect(session.assessment?.mistakes).toEqual(['Retells the CV from the first job on']);
    expect(session.assessment?.rating).toBe('good');
  });

  it('is assessed anew with each later change; the last one counts', async () => {
    const session = await open('profiles-now');
    for (const index of [0, 1, 2]) session.tick(index, 'covered');
    session.tick(0, 'missed');
    session.tick(1, 'missed');
    await session.saved;
    expect(session.assessment?.points.map(({ tick }) => tick)).toEqual([
      'missed',
      'missed',
      'covered',
    ]);
    expect((await api.interviewReport('profiles-now')).turns[0]?.assessment?.rating).toBe('again');
  });

  it('is open again after undo, without its ticks', async () => {
    const session = await open('stories', { stage: 0, turn: 0 });
    expect(session.judgement?.complete).toBe(true);
    expect(session.undo()).toBe(true);
    await session.saved;
    expect(session.assessment).toBeNull();
    expect(session.judgement?.nextOpen()).toBe(0);
    expect(session.undo()).toBe(false);
  });

  it('keeps its ticks when it could not be saved, and saves them at the second try', async () => {
    const session = await open('profiles-now');
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    for (const index of [0, 1, 2]) session.tick(index, 'covered');
    await session.saved;
    expect(session.problem?.code).toBe('cannotWrite');
    expect(await session.next()).toBe(true);
    expect(session.index).toBe(0);
    session.save();
    await session.saved;
    expect(session.problem).toBeNull();
    expect(session.assessment?.rating).toBe('easy');
  });
});

describe('a multiple choice', () => {
  it('is assessed by one call, without ticks', async () => {
    await api.undoAssessment('composed', 0, 0);
    const session = await open('composed');
    expect(session.isChoice).toBe(true);
    expect(session.settle()).toBe(true);
    await session.saved;
    expect(session.assessment).toMatchObject({ points: [], rating: 'again', movedCard: true });
    expect(session.settle()).toBe(false);
  });

  it('is not assessed by the way', async () => {
    await api.undoAssessment('composed', 0, 0);
    const session = await open('composed');
    session.setMistake(0, true);
    await session.saved;
    expect(assessed()).toHaveLength(0);
  });
});

describe('going on', () => {
  it('skips what is judged and what cannot be', async () => {
    const session = await open('profiles-now', { stage: 2, turn: 0 });
    await session.next();
    expect(session.at).toEqual({ stage: 3, turn: 0 });
    await session.next();
    expect(session.at).toEqual({ stage: 0, turn: 0 });
  });

  it('ends when nothing is left', async () => {
    const session = await open('stories');
    expect(session.at).toEqual({ stage: 1, turn: 0 });
    for (const index of [0, 1, 2, 3]) session.tick(index, 'covered');
    expect(await session.next()).toBe(false);
    expect((await api.interviewReport('stories')).about.assessed).toBe(2);
  });

  it('finds the ticks of a question that was left open', async () => {
    const session = await open('profiles-now');
    session.tick(0, 'partly');
    await session.next();
    expect(session.judgement?.nextOpen()).toBe(0);
    session.previous();
    expect(session.judgement?.ticks).toEqual(['partly', null, null]);
    expect(session.previous()).toBe(false);
  });
});
