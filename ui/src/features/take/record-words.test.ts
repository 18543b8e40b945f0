import { expect, it } from 'vitest';
import type { RecordPage } from '$lib/api/generated/RecordPage';
import { newTake } from '$lib/api/fake/take-rows';
import { budgetWords, lengthWords, shorterWords } from './record-words';

const before = newTake({
  id: 'take-3',
  questionHtml: 'Why?',
  begunAt: Date.UTC(2026, 10, 9, 12),
  durationMs: 200_000,
});
const page = { earlier: [before] } as unknown as RecordPage;

it('says of which take the budget is half', () => {
  expect(shorterWords(page, null)).toBeNull();
  expect(shorterWords(page, 'take-3')).toBe(
    'Say it again, shorter: the budget is half of what it was for the take of 9 November 2026, which is 3 min 20 s long.',
  );
  expect(shorterWords(page, 'gone')).toMatch(/half of what it was\.$/);
});

it('says how long a take is against its budget', () => {
  expect(lengthWords(72_000, 120_000)).toBe('1 min 12 s, within the budget of 2 min.');
  expect(lengthWords(80_000, 60_000)).toBe('1 min 20 s, 20 s over the budget.');
  expect(lengthWords(60_400, 60_000)).toBe('1 min, within the budget of 1 min.');
});

it('says a budget in half minutes, and one that is shorter or odd to the second', () => {
  expect([150_000, 30_000, 45_000, 11_250, 75_000].map(budgetWords)).toEqual([
    'of 2½ min',
    'of ½ min',
    'of 45 s',
    'of 11 s',
    'of 1 min 15 s',
  ]);
});
