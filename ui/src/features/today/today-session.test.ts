import { expect, it, vi } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { TodaySession } from './today-session.svelte';

it('counts what is due, all decks together', async () => {
  const session = new TodaySession(new FakeApi());
  expect(session.dueNow).toBe(0);
  await session.refresh();
  const { counts } = session.today.data ?? { counts: { new: 0, learning: 0, review: 0 } };
  expect(session.dueNow).toBe(counts.new + counts.learning + counts.review);
  expect(session.dueNow).toBeGreaterThan(0);
});

it('shows what studying more brought', async () => {
  const api = new FakeApi();
  const session = new TodaySession(api);
  await session.refresh();
  const today = await api.today();
  api.studyMore = vi.fn(() => Promise.resolve({ ...today, counts: { ...today.counts, new: 99 } }));
  expect(await session.studyMore({ deck: null, new: 10, reviews: 0 })).toBe(true);
  expect(api.studyMore).toHaveBeenCalledWith({ deck: null, new: 10, reviews: 0 });
  expect(session.today.data?.counts.new).toBe(99);
});

it('keeps the screen when studying more is refused, and says why', async () => {
  const api = new FakeApi();
  const session = new TodaySession(api);
  await session.refresh();
  const due = session.dueNow;
  api.failure = new AppError('cannotWrite', 'The disk is full.');
  expect(await session.studyMore({ deck: null, new: 10, reviews: 0 })).toBe(false);
  expect(session.problem).toBe('The disk is full.');
  expect(session.dueNow).toBe(due);
});

it('reads again when decks changed on disk, until the view is left', async () => {
  const api = new FakeApi();
  const session = new TodaySession(api);
  await session.refresh();
  const [id] = [...api.cards.keys()];
  const stop = session.watch();
  api.calls = [];
  api.changeOnDisk(id ?? '', {});
  expect(api.calls).toContain('today');
  stop();
  api.calls = [];
  api.changeOnDisk(id ?? '', {});
  document.dispatchEvent(new Event('visibilitychange'));
  expect(api.calls).toEqual([]);
});

it('shows the failure, and can try again', async () => {
  const api = new FakeApi();
  const session = new TodaySession(api);
  api.failure = new AppError('internal', 'The clock stands still.');
  await session.today.refresh();
  expect(session.today.load.face).toBe('error');
  await session.retry();
  expect(session.today.load.face).toBe('ready');
});
