import { beforeEach, expect, it } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { newTake } from '$lib/api/fake/take-rows';
import { ReportSession } from './report-session.svelte';

let api: FakeApi;
let session: ReportSession;

beforeEach(async () => {
  api = new FakeApi();
  session = new ReportSession(api, 'profiles-before');
  await session.report.refresh();
});

const band = (axis: string) =>
  session.report.data?.axes.find((one) => one.axis === axis)?.band ?? null;

it('gives a band and shows the verdict that follows', async () => {
  expect(session.report.data?.about.verdict).not.toBeNull();
  await session.setBand('testing', null);
  expect(band('testing')).toBeNull();
  expect(session.report.data?.about.verdict).toBeNull();
  expect(session.report.data?.reasons).toContain('No band yet for Testing.');
});

it('shows a band at once, and takes it back when it cannot be kept', async () => {
  api.failure = new AppError('cannotWrite', 'The disk is full.');
  const giving = session.setBand('testing', 'notYet');
  expect(band('testing')).toBe('notYet');
  await giving;
  expect(band('testing')).toBe('above');
  expect(session.problem?.message).toBe('The disk is full.');
});

it('never gives the proposed band by itself', async () => {
  session = new ReportSession(api, 'stories');
  await session.report.refresh();
  const axes = session.report.data?.axes ?? [];
  expect(axes.filter((axis) => axis.band !== null).map((axis) => axis.axis)).toEqual(['structure']);
});

it('keeps the red flags that were already shown', async () => {
  const [first, second] = session.report.data?.redFlags ?? [];
  await session.setRedFlag(first?.text ?? '', true);
  await session.setRedFlag(second?.text ?? '', true);
  await session.setRedFlag(first?.text ?? '', false);
  const shown = (await api.interviewReport('profiles-before')).redFlags.map((flag) => flag.shown);
  expect(shown).toEqual([false, true, false]);
});

it('says where a report was saved, until the next action', async () => {
  await session.export('markdown');
  expect(session.saved).toMatch(/\.md$/);
  api.failure = new AppError('cannotWrite', 'The folder is read-only.');
  await session.export('html');
  expect(session.saved).toBeNull();
  expect(session.problem?.message).toBe('The folder is read-only.');
});

it('has every answer on the page before it prints', async () => {
  expect(session.printing).toBe(false);
  const printing = session.print();
  expect(session.printing).toBe(true);
  expect(api.calls).not.toContain('print');
  await printing;
  expect(api.calls).toContain('print');
});

it('counts what is left to assess', async () => {
  expect(session.open).toBe(0);
  session = new ReportSession(api, 'profiles-now');
  await session.report.refresh();
  expect(session.open).toBe(5);
});

it('knows the takes of its questions, and stands without them', async () => {
  const place = { interview: 'profiles-before', title: '', stage: 0, turn: 0 };
  const take = newTake({ id: 'one', questionHtml: 'Why?', interview: place });
  api.takesOf = () => Promise.resolve([take]);
  await session.read();
  expect(session.takes).toEqual([take]);
  api.takesOf = () => Promise.reject(new AppError('internal', 'The takes could not be read.'));
  await session.read();
  expect([session.takes, session.problem?.message]).toEqual([[], 'The takes could not be read.']);
  expect(session.report.data).not.toBeNull();
});
