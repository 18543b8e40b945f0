import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '$lib/api/errors';
import type { AnswerDraft } from '$lib/api/generated/AnswerDraft';
import { DraftKeeper } from './draft-keeper.svelte';

const draft = { notes: '', code: '', language: 'python', chosen: [] };

let saved: { id: string; draft: AnswerDraft }[];
let failure: AppError | null;
let keeper: DraftKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  saved = [];
  failure = null;
  keeper = new DraftKeeper();
  open('first', draft);
});
afterEach(() => vi.useRealTimers());

function open(id: string, from: AnswerDraft) {
  keeper.open(id, from, (written) => {
    if (failure) return Promise.reject(failure);
    saved.push({ id, draft: written });
    return Promise.resolve();
  });
}

const notes = () => saved.map((one) => one.draft.notes);

describe('what is typed', () => {
  it('is saved within half a second of the last key', async () => {
    keeper.change({ notes: 'a' });
    await vi.advanceTimersByTimeAsync(200);
    keeper.change({ notes: 'ab' });
    await vi.advanceTimersByTimeAsync(499);
    expect(saved).toEqual([{ id: 'first', draft: { ...draft, notes: 'ab' } }]);
  });

  it('is saved now and then by one who never pauses', async () => {
    for (let key = 1; key <= 30; key += 1) {
      keeper.change({ notes: 'a'.repeat(key) });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(saved.length).toBeGreaterThan(0);
  });

  it('is saved at once when asked, and not again', async () => {
    keeper.change({ notes: 'a' });
    expect(await keeper.flush()).toBe(true);
    await vi.advanceTimersByTimeAsync(3000);
    await keeper.flush();
    expect(notes()).toEqual(['a']);
  });

  it('stays on screen when the same answer is shown again', async () => {
    keeper.change({ notes: 'a' });
    open('first', draft);
    expect(keeper.draft.notes).toBe('a');
    await keeper.flush();
    expect(notes()).toEqual(['a']);
  });

  it('goes to its own answer when the next one is shown at once', async () => {
    keeper.change({ notes: 'late' });
    open('second', { ...draft, notes: 'earlier' });
    expect(keeper.draft.notes).toBe('earlier');
    await vi.advanceTimersByTimeAsync(3000);
    expect(saved).toEqual([{ id: 'first', draft: { ...draft, notes: 'late' } }]);
  });
});

describe('a failing save', () => {
  it('is said, keeps the text, and is tried again with the next key', async () => {
    failure = new AppError('cannotWrite', 'The disk is full.');
    keeper.change({ notes: 'a' });
    expect(await keeper.flush()).toBe(false);
    expect([keeper.problem?.message, keeper.draft.notes]).toEqual(['The disk is full.', 'a']);
    failure = null;
    keeper.change({ notes: 'ab' });
    await vi.advanceTimersByTimeAsync(499);
    expect([keeper.problem, notes()]).toEqual([null, ['ab']]);
  });

  it('is tried again by the next action too', async () => {
    failure = new AppError('cannotWrite', 'The disk is full.');
    keeper.change({ notes: 'a' });
    await keeper.flush();
    failure = null;
    expect(await keeper.flush()).toBe(true);
    expect(notes()).toEqual(['a']);
  });
});

it('saves one at a time, the last one last', async () => {
  const answers: (() => void)[] = [];
  const under = new DraftKeeper();
  under.open('first', draft, (written) => {
    saved.push({ id: 'first', draft: written });
    return new Promise((resolve) => answers.push(() => resolve()));
  });
  under.change({ notes: 'a' });
  const first = under.flush();
  await vi.advanceTimersByTimeAsync(0);
  under.change({ notes: 'ab' });
  const second = under.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(notes()).toEqual(['a']);
  answers[0]?.();
  await first;
  await vi.advanceTimersByTimeAsync(0);
  answers[1]?.();
  expect(await second).toBe(true);
  expect(notes()).toEqual(['a', 'ab']);
});
