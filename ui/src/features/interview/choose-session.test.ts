import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { ChooseSession } from './choose-session.svelte';

let api: FakeApi;
let session: ChooseSession;

beforeEach(async () => {
  api = new FakeApi({ every: () => () => undefined });
  session = new ChooseSession(api);
  await session.interviews.refresh();
});

describe('a written interview', () => {
  it('is chosen from the start, the first of them', () => {
    expect(session.written?.title).toBe('Backend engineer, Python');
    expect([session.minutes, session.canBegin]).toEqual([33, true]);
  });

  it('begins as chosen, in the chosen mode', async () => {
    session.choose('stories/recruiter');
    session.mode = 'pressure';
    expect(await session.begin()).toBe(true);
    expect(await api.currentInterview()).toMatchObject({ mode: 'pressure', language: 'de' });
  });

  it('does not begin twice', async () => {
    await Promise.all([session.begin(), session.begin()]);
    expect(api.calls.filter((call) => call === 'begin')).toHaveLength(1);
  });

  it('that cannot begin says why', async () => {
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    expect(await session.begin()).toBe(false);
    expect(session.problem?.message).toBe('The disk is full.');
  });
});

describe('a composed interview', () => {
  it('is chosen once it is composed', async () => {
    session.want({ minutes: 15 });
    await session.compose();
    expect(session.written).toBeNull();
    expect(session.minutes).toBeLessThanOrEqual(15);
    expect(session.source).toMatchObject({ kind: 'composed', request: { minutes: 15 } });
  });

  it('is another one with another seed', async () => {
    session.want({ minutes: 15 });
    await session.compose();
    const before = session.composed;
    await session.another();
    expect(session.composed?.request.seed).not.toBe(before?.request.seed);
    expect(session.composed?.questions).not.toEqual(before?.questions);
  });

  it('is of the ticked decks and topics only', async () => {
    session.wantDeck('stories', true);
    session.wantDeck('rust', true);
    session.wantDeck('rust', false);
    session.wantTopic('behavioural', true);
    await session.compose();
    const decks = new Set(session.composed?.questions.map(({ card }) => card.split('/')[0]));
    expect([...decks]).toEqual(['stories']);
  });

  it('without a question cannot begin', async () => {
    session.wantDeck('nothing', true);
    await session.compose();
    expect([session.composed?.questions, session.canBegin]).toEqual([[], false]);
  });

  it('begins with what was shown, not with what the form says since', async () => {
    session.want({ minutes: 15 });
    await session.compose();
    session.want({ minutes: 90 });
    expect(session.source).toMatchObject({ request: { minutes: 15 } });
  });
});

describe('an unfinished interview', () => {
  beforeEach(async () => {
    await session.begin();
    await session.interviews.refresh();
  });

  it('comes first: no other one begins', async () => {
    expect(session.unfinished?.title).toBe('Backend engineer, Python');
    expect(session.canBegin).toBe(false);
  });

  it('can be ended, and its report is at hand', async () => {
    const { id } = (await api.currentInterview()) ?? {};
    await session.endUnfinished();
    expect([session.unfinished, session.ended]).toEqual([null, id]);
    expect(session.canBegin).toBe(true);
  });
});
