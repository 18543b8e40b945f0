import { expect, it } from 'vitest';
import type { ClockView } from '$lib/api/generated/ClockView';
import { Milestones } from './milestones';

function clock(change: Partial<ClockView>): ClockView {
  return {
    interview: 'i',
    running: true,
    stage: 0,
    budgetsMs: [600_000, 600_000],
    spentMs: [0, 0],
    stageMilestone: 'begun',
    milestone: 'begun',
    pausedMs: 0,
    asleepMs: 0,
    awayMs: 0,
    ...change,
  };
}

it('says each of a stage once', () => {
  const milestones = new Milestones();
  expect(milestones.next(clock({}))).toBeNull();
  expect(milestones.next(clock({ stageMilestone: 'halfTime' }))).toMatch(/^Half of this stage/);
  expect(milestones.next(clock({ stageMilestone: 'halfTime' }))).toBeNull();
  expect(milestones.next(clock({ stageMilestone: 'timeUp' }))).toMatch(/time is up/);
});

it('says those of the next stage anew, and nothing of a stage that one comes back to', () => {
  const milestones = new Milestones();
  milestones.next(clock({ stageMilestone: 'halfTime' }));
  expect(milestones.next(clock({ stage: 1, stageMilestone: 'halfTime' }))).toMatch(/^Half/);
  expect(milestones.next(clock({ stage: 0, stageMilestone: 'halfTime' }))).toBeNull();
});

it('says nothing twice when two more minutes took a stage back', () => {
  const milestones = new Milestones();
  milestones.next(clock({ stageMilestone: 'nearlyOver' }));
  expect(milestones.next(clock({ stageMilestone: 'halfTime' }))).toBeNull();
  expect(milestones.next(clock({ stageMilestone: 'nearlyOver' }))).toBeNull();
});

it('says the whole before the stage', () => {
  const line = new Milestones().next(clock({ stageMilestone: 'timeUp', milestone: 'nearlyOver' }));
  expect(line).toBe('Two minutes are left in all. This stage’s time is up.');
});
