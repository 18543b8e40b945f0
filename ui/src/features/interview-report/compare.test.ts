import { expect, it } from 'vitest';
import { FakeApi } from '$lib/api/fake';
import { compared } from './compare';

const api = new FakeApi();
const reports = (one: string, other: string) =>
  Promise.all([api.interviewReport(one), api.interviewReport(other)]);

it('puts the same questions side by side', async () => {
  const [before, now] = await reports('profiles-before', 'profiles-now');
  const { questions, onlyIn, stages } = compared(before, now);
  expect(questions).toHaveLength(6);
  expect(questions.every(([one, other]) => one.saysHtml === other.saysHtml)).toBe(true);
  expect(onlyIn).toEqual([[], []]);
  expect(stages.every(([one, other]) => one && other)).toBe(true);
});

it('lists what only one of them asked', async () => {
  const [before, composed] = await reports('profiles-before', 'composed');
  const { questions, onlyIn } = compared(before, composed);
  expect(questions).toHaveLength(2);
  expect(onlyIn.map((turns) => turns.length)).toEqual([4, 1]);
});

it('says which axes only one was judged by', async () => {
  const [stories, composed] = await reports('stories', 'composed');
  const { axes } = compared(stories, composed);
  expect(axes).toHaveLength(8);
  expect(axes.filter(([one, other]) => one && other)).toHaveLength(0);
});

it('takes a question that was asked twice as two', async () => {
  const [one, other] = await reports('profiles-before', 'profiles-now');
  const [first] = other.turns;
  const twice = { ...other, turns: first ? [first, first] : [] };
  expect(compared(one, twice).questions).toHaveLength(1);
  expect(compared(one, twice).onlyIn[1]).toHaveLength(1);
});
