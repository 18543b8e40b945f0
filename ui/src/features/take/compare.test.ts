import { expect, it } from 'vitest';
import { FakeApi } from '$lib/api/fake';
import { changes, differenceOf, measureRows, timeDifference } from './compare';

it.each([
  ['after 2.1 s', 'after 1.6 s', '−0.5'],
  ['3.6 syllables a second', '4 syllables a second', '+0.4'],
  ['−21 dB', '−18 dB', '+3'],
  ['2 pauses', '2 pauses', 'the same'],
  ['7, of which 4 over 2 s', '6, of which 4 over 2 s', null],
  ['after 900 ms', 'after 1.6 s', null],
  [null, 'after 1.6 s', null],
])('from “%s” to “%s” is %s', (one, other, difference) => {
  expect(differenceOf(one, other)).toBe(difference);
});

it.each([
  [200_000, 161_000, '−39 s'],
  [60_000, 160_000, '+1 min 40 s'],
  [60_000, 60_200, 'the same'],
  [null, 1, null],
])('from %s ms to %s ms is %s', (one, other, difference) => {
  expect(timeDifference(one, other)).toBe(difference);
});

async function pair() {
  const api = new FakeApi();
  const [one, other] = [await api.takePage('take-2', false), await api.takePage('take-3', false)];
  return { one, other };
}

it('points are gained and lost where both takes were judged', async () => {
  const { one, other } = await pair();
  const [first, second, third] = other.work.points;
  if (!first || !second || !third) throw new Error('The fake has no ticks.');
  other.work.points = [{ ...first, tick: 'missed' }, { ...second, tick: 'covered' }, third];
  expect(changes(one, other)).toEqual({
    gained: [
      { html: 'It protects the interpreter, not your invariants', from: 'partly', to: 'covered' },
    ],
    lost: [{ html: 'One thread at a time runs bytecode', from: 'covered', to: 'missed' }],
  });
  expect(changes(one, { ...other, assessment: null })).toBeNull();
});

it('the length is no measure: every take has one', async () => {
  const { one, other } = await pair();
  const length = { name: 'Length', value: '2:41', range: null, meaning: '' };
  other.measures?.facts.push(length);
  expect(measureRows(one, other).map(({ name }) => name)).not.toContain('Length');
});

it('measures stand row by row, also where only one take has them', async () => {
  const { one, other } = await pair();
  expect(measureRows(one, other).map(({ name }) => name)).toEqual([
    'First word',
    'Pauses',
    'Pace',
    'Level',
  ]);
  const rows = measureRows({ ...one, measures: null }, other);
  expect(rows[0]).toEqual({ name: 'First word', values: [null, 'after 2.1 s'], difference: null });
});
