import { beforeEach, describe, expect, it } from 'vitest';
import type { AnswerCard } from '$lib/api/generated/AnswerCard';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { ReviewSession } from './review-session.svelte';

const WRAPS = 'python-functions/lost-help'; // four points, two mistakes, a red flag, follow-ups
const CHOICE = 'python-functions/default-list'; // index 0 is right
const SEVERAL = 'python-functions/hashable'; // indexes 0 and 2 are right
const RUST = 'rust/ownership';
const PLAIN = 'rust/long-word'; // no key points

let api: FakeApi;
let now: number;
let said: string[];
let answers: AnswerCard[];

beforeEach(() => {
  said = [];
  answers = [];
  now = 1_000_000;
  api = new FakeApi({ now: () => now });
  const { answerCard } = api;
  api.answerCard = (request) => {
    answers.push(request);
    return answerCard(request);
  };
});

async function review(...ids: string[]): Promise<ReviewSession> {
  const session = new ReviewSession(api, { announce: (text) => said.push(text), clock: () => now });
  await session.open({ kind: 'cards', ids });
  return session;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('a card', () => {
  it('begins as its question, alone', async () => {
    const session = await review(WRAPS);
    expect(session.face).toBe('card');
    expect(session.card?.id).toBe(WRAPS);
    expect(session.canRate).toBe(false);
  });

  it('is not rated before its answer was shown', async () => {
    const session = await review(WRAPS);
    await session.rate('good');
    await session.takeProposal();
    expect(answers).toEqual([]);
  });

  it('reveals once, and says so', async () => {
    const session = await review(WRAPS);
    expect(session.reveal()).toBe(true);
    expect(session.reveal()).toBe(false);
    expect(said).toEqual(['Answer shown']);
  });

  it('is rated once when the key is pressed twice', async () => {
    const session = await review(WRAPS, RUST);
    session.reveal();
    await Promise.all([session.rate('good'), session.rate('good')]);
    expect(answers).toHaveLength(1);
  });

  it('sends what the rating was based on, and the time on the monotonic clock', async () => {
    const session = await review(WRAPS);
    session.work?.toggleHint();
    now += 95_400.4;
    session.reveal();
    session.tick(0, 'covered');
    session.tick(2, 'missed');
    session.setMistake(1, true);
    session.setRedFlag(0, true);
    await session.rate('hard');
    expect(answers[0]).toEqual({
      id: WRAPS,
      revision: `${WRAPS}@1`,
      rating: 'hard',
      takenMs: 95_400,
      basis: {
        points: [
          { text: '`@d` is short for `f = d(f)`; the name now means the wrapper', tick: 'covered' },
          { text: 'It sets `__wrapped__`, which `inspect.signature` follows', tick: 'missed' },
        ],
        mistakes: [
          'Forgetting to return what the wrapped call returns',
          'Never having written a decorator at a senior level',
        ],
        chosen: null,
        hintUsed: true,
        proposed: null,
      },
    });
  });

  it('counts a hint only when it was opened before the answer', async () => {
    const session = await review(WRAPS);
    session.reveal();
    session.work?.toggleHint();
    expect(session.work?.hintOpen).toBe(true);
    expect(session.work?.hintUsed).toBe(false);
  });
});

describe('a proposal', () => {
  it('waits until every key point is judged', async () => {
    const session = await review(WRAPS);
    session.reveal();
    for (const index of [0, 1, 2]) session.tick(index, 'covered');
    await settled();
    expect(session.proposal).toBeNull();
    expect(session.nextOpen()).toBe(3);
    session.tick(3, 'partly');
    await settled();
    expect(session.proposal?.rating).toBe('good');
    expect(session.nextOpen()).toBe(-1);
    expect(said.at(-1)).toBe('Good proposed: 3.5 of 4 points.');
  });

  it('follows a mistake that is ticked later', async () => {
    const session = await review(WRAPS);
    session.reveal();
    for (const index of [0, 1, 2, 3]) session.tick(index, 'covered');
    await settled();
    expect(session.proposal?.rating).toBe('easy');
    session.setMistake(0, true);
    await settled();
    expect(session.proposal?.rating).toBe('good');
  });

  it('is taken even when Enter comes in one breath with the last tick', async () => {
    const session = await review(WRAPS);
    session.reveal();
    for (const index of [0, 1, 2, 3]) session.tick(index, 'missed');
    await session.takeProposal();
    expect(answers[0]?.rating).toBe('again');
    expect(answers[0]?.basis.proposed).toBe('again');
  });

  it('that was overtaken is dropped', async () => {
    const session = await review(WRAPS);
    const { proposeRating } = api;
    const late: (() => void)[] = [];
    api.proposeRating = async (request) => {
      const answer = await proposeRating(request);
      await new Promise<void>((resolve) => late.push(resolve));
      return answer;
    };
    session.reveal();
    for (const index of [0, 1, 2, 3]) session.tick(index, 'missed');
    session.tick(0, 'covered');
    await settled();
    late[1]?.();
    await settled();
    const last = session.proposal;
    late[0]?.();
    await settled();
    expect(last?.reason).toContain('1 of 4');
    expect(session.proposal).toBe(last);
  });

  it('is not there without key points: Enter rates Good', async () => {
    const session = await review(PLAIN);
    session.reveal();
    await session.takeProposal();
    expect(answers[0]).toMatchObject({ rating: 'good', basis: { proposed: null } });
  });
});

describe('multiple choice', () => {
  it('takes one pick when one is right', async () => {
    const session = await review(CHOICE);
    session.work?.pick(1);
    session.work?.pick(0);
    expect(session.work?.picked).toEqual([0]);
    expect(session.work?.choiceRight).toBe(true);
  });

  it('takes several picks when several are right, and needs exactly those', async () => {
    const session = await review(SEVERAL);
    session.work?.pick(0);
    expect(session.work?.choiceRight).toBe(false);
    session.work?.pick(2);
    expect(session.work?.choiceRight).toBe(true);
    session.work?.pick(1);
    expect(session.work?.choiceRight).toBe(false);
    session.work?.pick(1);
    expect(session.work?.choiceRight).toBe(true);
  });

  it.each([
    [0, 'good'],
    [1, 'again'],
  ])('with choice %d proposes %s at once, and records the pick', async (pick, rating) => {
    const session = await review(CHOICE);
    session.work?.pick(pick);
    session.reveal();
    await session.takeProposal();
    expect(answers[0]).toMatchObject({ rating, basis: { chosen: [pick], proposed: rating } });
  });

  it('is not picked any more after the check', async () => {
    const session = await review(CHOICE);
    session.work?.pick(1);
    session.reveal();
    session.work?.pick(0);
    expect(session.work?.picked).toEqual([1]);
  });
});

describe('a failed save', () => {
  it('keeps the card and its ticks, and can be tried again', async () => {
    const session = await review(WRAPS, RUST);
    session.reveal();
    session.tick(0, 'partly');
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    await session.rate('good');
    expect(session.problem?.message).toBe('The disk is full.');
    expect(session.card?.id).toBe(WRAPS);
    expect(session.work?.revealed).toBe(true);
    expect(session.work?.ticks[0]).toBe('partly');
    await session.rate('good');
    expect(session.problem).toBeNull();
    expect(session.face).toBe('offer');
  });

  it('at the start is a face of its own, with a way to try again', async () => {
    api.failure = new AppError('internal', 'Something broke.');
    const session = await review(RUST);
    expect(session.face).toBe('failed');
    await session.open({ kind: 'cards', ids: [RUST] });
    expect(session.face).toBe('card');
  });
});

describe('follow-ups', () => {
  async function offered() {
    const session = await review(WRAPS, RUST);
    session.reveal();
    await session.rate('good');
    return session;
  }

  it('are offered after their parent, all ticked', async () => {
    const session = await offered();
    expect(session.face).toBe('offer');
    expect(session.wanted).toEqual([`${WRAPS}/arguments`, `${WRAPS}/paramspec`]);
  });

  it('that are ticked come next, in their own order', async () => {
    const session = await offered();
    session.want(`${WRAPS}/arguments`, false);
    session.want(`${WRAPS}/arguments`, true);
    await session.leaveOffer(true);
    expect(session.card?.id).toBe(`${WRAPS}/arguments`);
    expect(session.total).toBe(4);
  });

  it('can be left', async () => {
    const session = await offered();
    await session.leaveOffer(false);
    expect(session.card?.id).toBe(RUST);
  });
});

describe('undo', () => {
  it('brings the last card back as a question', async () => {
    const session = await review(RUST, PLAIN);
    session.reveal();
    await session.rate('easy');
    await session.undo();
    expect(session.card?.id).toBe(RUST);
    expect(session.work?.revealed).toBe(false);
    expect(session.notice).toBe('Undone: the card is back.');
  });

  it('works from the summary too', async () => {
    const session = await review(PLAIN);
    session.reveal();
    await session.rate('good');
    expect(session.face).toBe('summary');
    await session.undo();
    expect(session.card?.id).toBe(PLAIN);
  });

  it('with nothing to undo says so and leaves the work alone', async () => {
    const session = await review(WRAPS);
    session.reveal();
    session.tick(0, 'covered');
    await session.undo();
    expect(session.notice).toBe('There is nothing to undo today.');
    expect(session.work?.ticks[0]).toBe('covered');
  });
});

describe('an action on the card', () => {
  it('marks without taking ticks away', async () => {
    const session = await review(WRAPS);
    session.reveal();
    session.tick(1, 'missed');
    await session.mark();
    expect(session.card?.status.marked).toBe(true);
    expect(session.work?.ticks[1]).toBe('missed');
    await session.mark();
    expect(session.card?.status.marked).toBe(false);
  });

  it.each(['bury', 'suspend'] as const)('%s moves on to the next card', async (action) => {
    const session = await review(RUST, PLAIN);
    await session[action]();
    expect(session.card?.id).toBe(PLAIN);
    expect(session.step?.canUndo).toBe(true);
  });
});

describe('a change on disk', () => {
  it('is said and not shown until asked for', async () => {
    const session = await review(WRAPS);
    session.reveal();
    session.tick(0, 'covered');
    api.changeOnDisk(WRAPS, { questionHtml: 'New?' });
    await session.libraryChanged({ cards: [WRAPS], total: 1 });
    expect(session.card?.questionHtml).not.toBe('New?');
    session.showChanged();
    expect(session.card?.questionHtml).toBe('New?');
    expect(session.changed).toBeNull();
    expect(session.work?.ticks[0]).toBe('covered');
  });

  it('of another card says nothing', async () => {
    const session = await review(WRAPS);
    api.changeOnDisk(RUST, { questionHtml: 'New?' });
    await session.libraryChanged({ cards: [RUST], total: 1 });
    expect(session.changed).toBeNull();
  });

  it('is found when too many cards changed to name them', async () => {
    const session = await review(WRAPS);
    api.changeOnDisk(WRAPS, { questionHtml: 'New?' });
    await session.libraryChanged({ cards: [], total: 1001 });
    expect(session.changed?.card?.questionHtml).toBe('New?');
  });

  it('drops the judgement of a point that was rewritten', async () => {
    const session = await review(RUST);
    session.reveal();
    session.tick(0, 'covered');
    session.tick(1, 'missed');
    const points = session.card?.keyPoints ?? [];
    const rewritten = points.map((point, index) => (index ? point : { text: 'x', html: 'x' }));
    api.changeOnDisk(RUST, { keyPoints: rewritten });
    await session.refresh();
    expect(session.work?.ticks).toEqual([null, 'missed', null]);
  });
});

describe('the end', () => {
  it('waits for a learning card, and shows it when its time has come', async () => {
    const session = await review(PLAIN);
    session.reveal();
    await session.rate('again');
    expect(session.face).toBe('waiting');
    now += 4 * 60_000;
    await session.refresh();
    expect(session.card?.id).toBe(PLAIN);
    expect(session.work?.revealed).toBe(false);
  });

  it('offers more new cards when the limits held some back', async () => {
    const session = await review(PLAIN);
    session.reveal();
    await session.rate('good');
    await settled();
    expect(session.heldBack?.new).toBe(10);
    await session.studyMore({ new: 10, reviews: 0 }, { kind: 'due' });
    expect(session.face).toBe('card');
  });
});
