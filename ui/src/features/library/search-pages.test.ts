import { describe, expect, it } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { pythonCards } from '$lib/api/fake/python';
import type { SearchCards } from '$lib/api/generated/SearchCards';
import type { SearchResults } from '$lib/api/generated/SearchResults';
import { SearchPages } from './search-pages.svelte';

function manyCards(count: number): FakeApi {
  const [first] = pythonCards;
  if (!first) throw new Error('the fake has no cards');
  const cards = Array.from({ length: count }, (_, index) => ({ ...first, id: `deck/${index}` }));
  return new FakeApi({ cards });
}

/** Answers that the test gives, in any order. */
class SlowApi {
  asked: { request: SearchCards; answer: (results: SearchResults) => void; fail: () => void }[] =
    [];

  searchCards = (request: SearchCards) =>
    new Promise<SearchResults>((resolve, reject) => {
      const fail = () => reject(new AppError('internal', 'The index is gone.'));
      this.asked.push({ request, answer: resolve, fail });
    });
}

const none: SearchResults = { total: 0, rows: [], problems: [] };

describe('the rows of a search', () => {
  it('are fetched by the hundred as they come into view, each page once', async () => {
    const pages = new SearchPages(manyCards(1234));
    await pages.search('', 'library');
    expect(pages.total).toBe(1234);
    expect(pages.rowAt(99)?.id).toBe('deck/99');
    expect(pages.rowAt(100)).toBeNull();
    await pages.need({ start: 95, end: 205 });
    expect(pages.rowAt(204)?.id).toBe('deck/204');
    await pages.need({ start: 1200, end: 1234 });
    expect(pages.rowAt(1233)?.id).toBe('deck/1233');
    expect(pages.indexOf('deck/1233')).toBe(1233);
    expect(pages.indexOf('deck/700')).toBe(-1);
  });

  it('are asked for once while they are on their way', async () => {
    const api = new SlowApi();
    const pages = new SearchPages(api);
    void pages.need({ start: 0, end: 40 });
    void pages.need({ start: 0, end: 40 });
    void pages.need({ start: 90, end: 130 });
    expect(api.asked.map(({ request }) => request.offset)).toEqual([0, 100]);
  });

  it('are forgotten when they are far away, and fetched again', async () => {
    const pages = new SearchPages(manyCards(6000));
    await pages.search('', 'library');
    for (let start = 0; start < 6000; start += 100) await pages.need({ start, end: start + 1 });
    expect(pages.rowAt(5900)).not.toBeNull();
    expect(pages.rowAt(0)).toBeNull();
    await pages.need({ start: 0, end: 1 });
    expect(pages.rowAt(0)?.id).toBe('deck/0');
  });
});

describe('what comes late', () => {
  it('is dropped when a newer search was asked for', async () => {
    const api = new SlowApi();
    const pages = new SearchPages(api);
    const old = pages.search('old', 'library');
    const recent = pages.search('new', 'library');
    api.asked[1]?.answer({ ...none, total: 2 });
    expect(await recent).toBe(true);
    api.asked[0]?.answer({ ...none, total: 1 });
    expect(await old).toBe(false);
    expect(pages.total).toBe(2);
  });

  it('is dropped when it is a page of the search before', async () => {
    const api = new SlowApi();
    const pages = new SearchPages(api);
    const scrolled = pages.need({ start: 100, end: 120 });
    const search = pages.search('new', 'library');
    api.asked[1]?.answer({ ...none, total: 2 });
    await search;
    api.asked[0]?.answer({ ...none, total: 999 });
    await scrolled;
    expect(pages.total).toBe(2);
  });

  it('is dropped when it was scrolled to while the newer search was under way', async () => {
    const api = new SlowApi();
    const pages = new SearchPages(api);
    const search = pages.search('new', 'library');
    const scrolled = pages.need({ start: 100, end: 120 });
    api.asked[0]?.answer({ ...none, total: 2 });
    await search;
    api.asked[1]?.answer({ ...none, total: 999 });
    await scrolled;
    expect(pages.total).toBe(2);
  });

  it('is no reason to give up a search: a refresh leaves it under way', async () => {
    const api = new SlowApi();
    const pages = new SearchPages(api);
    const search = pages.search('new', 'library');
    void pages.refresh({ start: 0, end: 20 });
    api.asked[0]?.answer({ ...none, total: 2 });
    expect(await search).toBe(true);
    expect(pages.total).toBe(2);
  });

  it('leaves the rows in place until the new ones are there', async () => {
    const api = manyCards(300);
    const pages = new SearchPages(api);
    await pages.search('', 'library');
    api.cards.delete('deck/0');
    const refresh = pages.refresh({ start: 0, end: 20 });
    expect(pages.rowAt(0)?.id).toBe('deck/0');
    await refresh;
    expect(pages.rowAt(0)?.id).toBe('deck/1');
    expect(pages.total).toBe(299);
  });
});

it('shows a new standing in its row', async () => {
  const pages = new SearchPages(manyCards(3));
  await pages.search('', 'library');
  const row = pages.rowAt(1);
  if (row) pages.patch(row.id, { ...row.status, suspended: true });
  expect([0, 1, 2].map((index) => pages.rowAt(index)?.status.suspended)).toEqual([
    false,
    true,
    false,
  ]);
});

it('says what failed, and what was not understood', async () => {
  const api = manyCards(3);
  const pages = new SearchPages(api);
  api.failure = new AppError('internal', 'The index is gone.');
  await pages.search('', 'library');
  expect(pages.face).toBe('error');
  expect(pages.error?.message).toBe('The index is gone.');
  await pages.search('colour:red', 'library');
  expect(pages.face).toBe('ready');
  expect(pages.problems).toHaveLength(1);
});
