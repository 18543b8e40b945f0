import { expect, it } from 'vitest';
import { FakeApi } from '$lib/api/fake';
import {
  canBeJudged,
  metaWords,
  minutesAndSeconds,
  numberOf,
  outcomeWords,
  shortly,
  uncountedWords,
  workOnTitle,
} from './words';

const api = new FakeApi({ now: () => Date.UTC(2026, 10, 21, 12) });

it('says minutes with two digits of seconds', () => {
  expect(minutesAndSeconds(290_000)).toBe('4:50');
  expect(minutesAndSeconds(59_600)).toBe('1:00');
});

it('says how much of an interview is assessed', async () => {
  const { about } = await api.interviewReport('profiles-now');
  expect(metaWords(about)).toContain('pressure: 27 of 35 minutes, 5 questions, none of them');
  expect(metaWords({ ...about, finished: false })).toContain('pressure, not finished: 27');
  expect(metaWords({ ...about, assessed: 2 })).toContain('2 of them assessed');
  expect(metaWords({ ...about, assessed: 5 })).toContain('all of them assessed');
});

it('names only the time that did not count', () => {
  const none = { pausedMs: 0, asleepMs: 0, awayMs: 200 };
  expect(uncountedWords(none)).toBeNull();
  expect(uncountedWords({ ...none, pausedMs: 180_000 })).toBe('Not counted: 3 min paused.');
  expect(uncountedWords({ pausedMs: 1000, asleepMs: 2000, awayMs: 3000 })).toBe(
    'Not counted: 1 s paused, 2 s while the computer slept and 3 s while the program was closed.',
  );
});

it('counts the things to work on', () => {
  expect([0, 1, 2, 3].map(workOnTitle)).toEqual([
    'Things to work on',
    'One thing to work on',
    'Two things to work on',
    'Three things to work on',
  ]);
});

it('cuts a question at a word, and keeps only its first paragraph', () => {
  expect(shortly('<p>What does <code>a &lt; b</code> do?</p><p>More.</p>')).toBe(
    'What does a < b do?',
  );
  expect(shortly('<p>Good morning, I am Mo.</p><p>Ready? What do you build?</p>')).toBe(
    'What do you build?',
  );
  const long = shortly(`<p>${'word '.repeat(60)}</p>`);
  expect(long).toMatch(/word…$/);
  expect(long.length).toBeLessThan(115);
  expect(shortly(`<p>${'A sentence. '.repeat(20)}</p>`)).toMatch(/sentence…$|A…$/);
  expect(shortly(`<p>${'x'.repeat(300)}</p>`)).toHaveLength(111);
});

it('judges what has key points or choices, and says what became of the rest', async () => {
  const { turns } = await api.interviewReport('profiles-now');
  expect(turns.map(canBeJudged)).toEqual([true, true, true, true, true, false]);
  expect(turns.map(outcomeWords)).toEqual([null, null, null, null, 'Passed over', null]);
  const [first] = turns;
  if (!first) throw new Error('there is one');
  const missed = { ...first, outcome: 'open' as const, spentMs: 0 };
  expect([canBeJudged(missed), outcomeWords(missed)]).toEqual([false, 'Not reached']);
  expect(outcomeWords({ ...missed, spentMs: 9000 })).toBe('Not answered');
  expect(numberOf(turns, { stage: 2, turn: 0 })).toBe(4);
  const { turns: choice } = await api.interviewReport('composed');
  expect(choice.map(canBeJudged)).toEqual([true, true, true]);
});
