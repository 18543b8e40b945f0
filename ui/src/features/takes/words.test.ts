import { expect, it } from 'vitest';
import { takeRows } from '$lib/api/fake/take-rows';
import type { TakeRow } from '$lib/api/generated/TakeRow';
import {
  freesWords,
  headWords,
  overWords,
  plain,
  recorded,
  ruleWords,
  size,
  starredWords,
  stateWords,
} from './words';

const now = new Date(2026, 10, 18, 18, 30).getTime();
const [first] = takeRows(now);
if (!first) throw new Error('The fake has takes.');
const open: TakeRow = { ...first, rating: null, coverage: null };
const judged: TakeRow = { ...first, rating: 'good', coverage: 0.8 };

it('the head counts takes, their size, and those that are not judged', () => {
  expect(headWords([open, open, open, judged], 38_000_000)).toBe(
    '4 takes, 38 MB. Three are not judged yet.',
  );
  expect(headWords([open, judged], 2_800_000)).toBe('2 takes, 2.8 MB. One is not judged yet.');
  expect(headWords([judged, judged], 0)).toBe('2 takes, 0 MB. All are judged.');
  expect(headWords([open], 1_000_000)).toBe('1 take, 1 MB. It is not judged yet.');
  expect(
    headWords(
      Array.from({ length: 13 }, () => open),
      1e9,
    ),
  ).toBe('13 takes, 1 GB. 13 are not judged yet.');
});

it('a take that was judged without a rating is not open', () => {
  expect(headWords([{ ...open, coverage: 0 }], 0)).toBe('1 take, 0 MB. It is judged.');
});

it('sizes are megabytes, gigabytes when there are many, and never nothing for something', () => {
  expect(
    [1, 99_999, 2_840_000, 9_960_000, 38_400_000, 999_400_000, 1_440_000_000].map(size),
  ).toEqual(['under 0.1 MB', 'under 0.1 MB', '2.8 MB', '10 MB', '38 MB', '999 MB', '1.4 GB']);
});

it('a date has its year only when that is another one', () => {
  expect(recorded(now, now)).toBe('18 Nov, 18:30');
  expect(recorded(new Date(2025, 0, 3, 9, 5).getTime(), now)).toBe('3 Jan 2025, 09:05');
});

it('work in the background is said before what is wrong with the sound', () => {
  expect(stateWords({ ...open, job: { what: 'Compressing', share: 0.999 } })).toBe(
    'Compressing, 99 %',
  );
  expect(stateWords({ ...open, sound: 'deleted' })).toBe('Sound deleted');
  expect(stateWords({ ...open, sound: 'missing' })).toBe('File missing');
  expect(stateWords(open)).toBeNull();
});

it('a rule is one line', () => {
  expect(ruleWords({ kind: 'all' })).toBe('All takes are kept');
  expect(ruleWords({ kind: 'last', count: 1 })).toBe('Kept: the last take of each question');
  expect(ruleWords({ kind: 'last', count: 5 })).toBe('Kept: the last 5 takes of each question');
  expect(ruleWords({ kind: 'size', megabytes: 1000 })).toBe('Kept: as much as fits in 1,000 MB');
});

it('what the rule gives up, and what deleting frees, is said with its size', () => {
  expect(overWords(1, 2_800_000)).toBe('One take is more than the rule keeps: 2.8 MB.');
  expect(overWords(3, 8_400_000)).toBe('Three takes are more than the rule keeps: 8.4 MB.');
  expect(freesWords([open, judged])).toBe('This frees 5.6 MB. What was judged stays.');
});

it('starred takes are named before they are deleted, unless they are all there is', () => {
  expect(starredWords(0, 3)).toBeNull();
  expect(starredWords(1, 3)).toBe('One of them is starred:');
  expect(starredWords(2, 3)).toBe('Two of them are starred:');
  expect(starredWords(3, 3)).toBe('All of them are starred.');
  expect(starredWords(1, 1)).toBe('It is starred.');
});

it('a question is text where names are made of it', () => {
  expect(plain('What does the <code>GIL</code>\n protect &amp; why?')).toBe(
    'What does the GIL protect & why?',
  );
});
