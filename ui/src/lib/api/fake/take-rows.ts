/** The fake's takes: some of a card, some of an interview, judged and not. */
import type { TakeRow } from '../generated/TakeRow';
import { earlierTakes } from './earlier-takes';

const day = 86_400_000;
const gil = { id: 'python-mid/gil', questionHtml: 'What does the <code>GIL</code> protect?' };

const plain: TakeRow = {
  id: 'take-1',
  questionHtml: gil.questionHtml,
  card: gil,
  interview: null,
  begunAt: 0,
  durationMs: 161_000,
  budgetMs: 180_000,
  shorter: false,
  sound: 'kept',
  job: null,
  bytes: 2_800_000,
  starred: false,
  note: '',
  predicted: null,
  rating: null,
  coverage: null,
  coverageWords: null,
  pausedMs: 14_000,
};

/** A take that was just recorded. */
export function newTake(part: Partial<TakeRow> & Pick<TakeRow, 'id' | 'questionHtml'>): TakeRow {
  return { ...plain, card: null, pausedMs: null, ...part };
}

/** The takes of the fake, newest first. */
export function takeRows(now: number): TakeRow[] {
  return [
    { ...plain, id: 'take-4', begunAt: now - 3_600_000, predicted: 'good' },
    {
      ...plain,
      id: 'take-3',
      begunAt: now - 9 * day,
      durationMs: 200_000,
      predicted: 'good',
      rating: 'hard',
      coverage: 0.7,
      coverageWords: '3½ of 5',
      starred: true,
      note: 'The first one without notes.',
    },
    {
      ...plain,
      id: 'take-2',
      begunAt: now - 22 * day,
      durationMs: 245_000,
      predicted: 'easy',
      rating: 'hard',
      coverage: 0.5,
      coverageWords: '2½ of 5',
    },
    {
      ...plain,
      id: 'take-1',
      begunAt: now - 35 * day,
      durationMs: 70_000,
      predicted: 'hard',
      rating: 'again',
      coverage: 0.2,
      coverageWords: '1 of 5',
      sound: 'deleted',
      bytes: 0,
    },
    {
      ...plain,
      id: 'take-5',
      card: null,
      questionHtml: 'How would you store the profiles?',
      interview: { interview: 'mock-1', title: 'A user profile service', stage: 1, turn: 0 },
      begunAt: now - 2 * day,
      durationMs: 95_000,
    },
    ...earlierTakes(now),
  ];
}
