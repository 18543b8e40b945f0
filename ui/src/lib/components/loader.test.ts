import { expect, it } from 'vitest';
import { AppError } from '$lib/api/errors';
import { Loader } from './loader.svelte';

/** A fetch whose answers the test gives, in any order. */
function slow<T>() {
  const waiting: { resolve: (value: T) => void; reject: (reason: unknown) => void }[] = [];
  return {
    waiting,
    fetch: () => new Promise<T>((resolve, reject) => waiting.push({ resolve, reject })),
  };
}

it('drops an answer that a newer request overtook', async () => {
  const { waiting, fetch } = slow<string>();
  const loader = new Loader(fetch);
  const first = loader.refresh();
  const second = loader.refresh();
  waiting[1]?.resolve('new');
  await second;
  waiting[0]?.resolve('old');
  await first;
  expect(loader.data).toBe('new');
});

it('keeps what is on screen while it is fetched again', async () => {
  const { waiting, fetch } = slow<string>();
  const loader = new Loader(fetch);
  expect(loader.load.face).toBe('loading');
  const first = loader.refresh();
  waiting[0]?.resolve('data');
  await first;
  const second = loader.refresh();
  expect(loader.data).toBe('data');
  loader.set('by another way');
  waiting[1]?.resolve('late');
  await second;
  expect(loader.data).toBe('by another way');
});

it('says why it failed, and can try again', async () => {
  const { waiting, fetch } = slow<string>();
  const loader = new Loader(fetch);
  const first = loader.refresh();
  waiting[0]?.reject(new AppError('cannotOpen', 'The file is locked.'));
  await first;
  expect(loader.load).toMatchObject({ face: 'error', error: { message: 'The file is locked.' } });
  const second = loader.retry();
  expect(loader.load.face).toBe('loading');
  waiting[1]?.resolve('data');
  await second;
  expect(loader.data).toBe('data');
});
