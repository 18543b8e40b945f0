import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { LibrarySession } from './library-session.svelte';

let api: FakeApi;
let session: LibrarySession;

beforeEach(async () => {
  api = new FakeApi();
  session = new LibrarySession(api);
  await session.open('');
});

const idAt = (index: number) => session.pages.rowAt(index)?.id ?? 'no row';

describe('the list', () => {
  it('shows every card at first, and only what matches after', async () => {
    const all = session.pages.total;
    expect(all).toBe(api.cards.size);
    await session.setQuery('is:new');
    expect(session.pages.total).toBeLessThan(all);
    expect(session.filters.states).toEqual(['new']);
    await session.setQuery('no such words');
    expect(session.pages.total).toBe(0);
  });

  it('goes to a row and shows its card', async () => {
    await session.activate(1);
    expect(session.active).toBe(1);
    expect(session.panel.page?.card.id).toBe(idAt(1));
  });

  it('keeps the card when the search changes, and finds its row again', async () => {
    await session.activate(2);
    const id = idAt(2);
    await session.setQuery('no such words');
    expect(session.active).toBe(-1);
    expect(session.panel.page?.card.id).toBe(id);
    await session.setQuery('');
    expect(session.active).toBe(2);
  });

  it('shows a card that was asked for by its id', async () => {
    const id = idAt(3);
    await session.show(id);
    expect(session.active).toBe(3);
    expect(session.panel.page?.card.id).toBe(id);
  });

  it('follows changes on disk', async () => {
    await session.activate(0);
    const stop = session.watch();
    api.changeOnDisk(idAt(0), { questionHtml: 'Reworded?' });
    await vi.waitFor(() => expect(session.pages.rowAt(0)?.questionHtml).toBe('Reworded?'));
    await vi.waitFor(() => expect(session.panel.page?.card.questionHtml).toBe('Reworded?'));
    stop();
  });
});

describe('the card', () => {
  it('is marked, and its row says so at once', async () => {
    await session.activate(0);
    await session.panel.mark();
    expect(session.panel.page?.card.status.marked).toBe(true);
    expect(session.pages.rowAt(0)?.status.marked).toBe(true);
    expect(session.panel.said).toEqual({ message: 'Marked.', problem: false, canUndo: true });
    await session.panel.mark();
    expect(session.panel.page?.card.status.marked).toBe(false);
  });

  it('says why an action was refused', async () => {
    await session.activate(0);
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    await session.panel.suspend();
    expect(session.panel.said).toEqual({
      message: 'The disk is full.',
      problem: true,
      canUndo: false,
    });
    expect(session.panel.page?.card.status.suspended).toBe(false);
  });

  it('is the last one wished for when the arrow key is held', async () => {
    api.calls = [];
    await Promise.all([0, 1, 2, 3, 4].map((index) => session.activate(index)));
    await vi.waitFor(() => expect(session.panel.page?.card.id).toBe(idAt(4)));
    expect(api.calls.filter((call) => call === 'cardPage').length).toBeLessThan(5);
  });

  it('that is gone says so', async () => {
    await session.show('gone/card');
    expect(session.panel.load).toMatchObject({ face: 'error', error: { code: 'notFound' } });
    await session.activate(0);
    expect(session.panel.load.face).toBe('ready');
  });

  it('leaves what was said behind when another is shown', async () => {
    await session.activate(0);
    await session.panel.bury();
    await session.activate(1);
    expect(session.panel.said).toBeNull();
  });
});
