import { beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { HistorySession } from './history-session.svelte';

let api: FakeApi;
let session: HistorySession;

beforeEach(async () => {
  api = new FakeApi();
  session = new HistorySession(api);
  await session.history.refresh();
});

const shown = () => session.shown.map(({ id }) => id);

it('shows the newest first, whatever the order they come in', () => {
  const items = session.history.data?.items ?? [];
  session.history.set({ items: [...items].reverse() });
  expect(shown()).toEqual([
    'profiles-now',
    'stories',
    'composed',
    'profiles-before',
    'profiles-first',
  ]);
});

it('filters by all words, by kind and by mode, together', () => {
  session.words = 'PROFILE service';
  expect(shown()).toEqual(['profiles-now', 'profiles-before', 'profiles-first']);
  session.mode = 'pressure';
  expect(shown()).toEqual(['profiles-now']);
  session.kind = 'composed';
  expect(shown()).toEqual([]);
  session.showAll();
  expect(shown()).toHaveLength(5);
});

it('compares two, the earlier one first, however they were picked', () => {
  session.pick('profiles-now', true);
  expect(session.pair).toBeNull();
  session.pick('profiles-first', true);
  expect(session.pair).toEqual(['profiles-first', 'profiles-now']);
  session.pick('composed', true);
  expect(session.pair).toEqual(['profiles-first', 'composed']);
  session.pick('composed', false);
  expect(session.pair).toBeNull();
});

it('takes a deleted one out of the list and out of the pick', async () => {
  session.pick('stories', true);
  const [, stories] = session.shown;
  expect(stories && (await session.delete(stories))).toBe(true);
  expect(shown()).not.toContain('stories');
  expect(session.picked).toEqual([]);
  expect(session.said).toContain('is deleted');
});

it('keeps one that could not be deleted', async () => {
  api.failure = new AppError('cannotWrite', 'The disk is full.');
  const [first] = session.shown;
  expect(first && (await session.delete(first))).toBe(false);
  expect(shown()).toHaveLength(5);
  expect(session.problem?.message).toBe('The disk is full.');
});

it('begins the same questions again, in the mode that was chosen', async () => {
  const begin = vi
    .spyOn(api, 'beginInterview')
    .mockRejectedValueOnce(new AppError('invalidState', 'Another interview is under way.'));
  expect(await session.repeat('composed', 'pressure')).toBe(false);
  expect(begin).toHaveBeenCalledWith({
    source: { kind: 'again', id: 'composed' },
    mode: 'pressure',
  });
  expect(session.problem?.message).toBe('Another interview is under way.');
});
