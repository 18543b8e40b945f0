import { expect, it } from 'vitest';
import { FakeApi } from '$lib/api/fake';
import type { Marker } from '$lib/api/generated/Marker';
import { TakeJudgement } from './take-judgement.svelte';
import { amongDays, derivedWords, flagOf, keptWords, openWords, soundWords } from './words';

it('a derived rating says where it comes from, and why', () => {
  const proposal = { rating: 'hard', reason: '3½ of 5 points.' } as const;
  expect(derivedWords({ ...proposal, against: 'one below your prediction' })).toBe(
    'from your ticks, one below your prediction: 3½ of 5 points.',
  );
  expect(derivedWords({ ...proposal, against: null })).toBe('from your ticks: 3½ of 5 points.');
});

it('what was kept names the derived rating where one overruled it', () => {
  expect(keptWords('hard', 'hard')).toBe('is what your ticks say.');
  expect(keptWords('good', 'hard')).toBe('is your own rating; your ticks say Hard. Both are kept.');
  expect(keptWords('good', null)).toMatch(/no ticks/);
});

it('takes of one day are told apart by the time', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5).getTime();
  const all = [at(20, 9), at(20, 15), at(3, 9)];
  expect(all.map((one) => amongDays(one, all))).toEqual([
    '20 November, 09:05',
    '20 November, 15:05',
    '3 November',
  ]);
});

it('says how many ticks are open', () => {
  expect(openWords(1, 'Then.')).toBe('1 tick is still open. Then.');
  expect(openWords(3, 'Then.')).toBe('3 ticks are still open. Then.');
});

it('a sound that cannot be heard is said, with where its file belongs', async () => {
  const { take } = await new FakeApi().takePage('take-4', false);
  expect(soundWords(take, '/takes/4.flac')).toBeNull();
  expect(soundWords({ ...take, sound: 'missing' }, '/takes/4.flac')).toMatch(
    /missing\. It is expected at \/takes\/4\.flac/,
  );
  expect(soundWords({ ...take, sound: 'deleted' }, null)).toMatch(/was deleted/);
  expect(soundWords({ ...take, sound: 'recording' }, null)).toMatch(/still being recorded/);
});

it.each([
  ['point', 'It is released while waiting', '3', 'key point 3'],
  ['point', 'A point that the author took away', null, 'key point'],
  ['mistake', '“Python 3.14 has no GIL”', '!', 'common mistake'],
  ['redFlag', 'Insists', '!', 'red flag'],
  ['story', 'Situation', 'S', 'situation'],
  ['moment', '', null, 'marked moment'],
  ['moment', 'lost the thread', null, '“lost the thread”'],
] as const)('a marker of a %s “%s” shows as %s', async (of, text, sign, name) => {
  const page = await new FakeApi().takePage('take-4', false);
  const marker: Marker = { atMs: 5000, of, text };
  expect(flagOf(marker, new TakeJudgement(page, page.work))).toEqual({
    atMs: 5000,
    sign,
    of: name,
  });
});
