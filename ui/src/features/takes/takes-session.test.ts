import { beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import type { TakeChanged } from '$lib/api/generated/TakeChanged';
import type { TakeRow } from '$lib/api/generated/TakeRow';
import { TakesSession } from './takes-session.svelte';

const place = { words: '', show: 'all' as const, inInterviews: false, take: null };

let api: FakeApi;
let session: TakesSession;

beforeEach(async () => {
  api = new FakeApi();
  session = new TakesSession(api, place);
  await session.takes.refresh();
});

const shown = () => session.shown.map(({ id }) => id);

function take(id: string): TakeRow {
  const found = session.all.find((row) => row.id === id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
}

/** Follows a session's takes with changes that the test makes. */
function watched(): (change: TakeChanged) => void {
  const listen = vi.spyOn(api, 'onTakeChanged').mockReturnValue(() => undefined);
  session.watch();
  const [listener] = listen.mock.calls[0] ?? [];
  if (!listener) throw new Error('The session does not listen.');
  return listener;
}

it('searches questions without their signs, notes, and the names of interviews', () => {
  session.words = 'the GIL protect';
  expect(shown()).toEqual(['take-4', 'take-3', 'take-2', 'take-1']);
  session.words = 'without NOTES';
  expect(shown()).toEqual(['take-3']);
  session.words = 'profile service';
  expect(shown()).toEqual(['take-5']);
  session.words = 'code';
  expect(shown()).toEqual([]);
});

it('shows those that are not judged, the starred ones, those from interviews, and all again', () => {
  session.show = 'open';
  expect(shown()).toEqual(['take-4', 'take-5', 'earlier-17', 'earlier-16']);
  session.inInterviews = true;
  expect(shown()).toEqual(['take-5']);
  session.show = 'starred';
  expect(shown()).toEqual([]);
  session.inInterviews = false;
  expect(shown()).toEqual(['take-3']);
  session.showAll();
  expect(shown()).toHaveLength(session.all.length);
});

it('begins as one left it', () => {
  session = new TakesSession(api, {
    words: 'gil',
    show: 'starred',
    inInterviews: true,
    take: null,
  });
  expect([session.words, session.show, session.inInterviews]).toEqual(['gil', 'starred', true]);
});

it('compares two, the earlier one first, and only when there are two', () => {
  session.pick('take-4', true);
  expect(session.pair).toBeNull();
  session.pick('take-2', true);
  expect(session.pair).toEqual(['take-2', 'take-4']);
  session.pick('take-3', true);
  expect(session.pair).toBeNull();
  session.pick('take-4', false);
  expect(session.pair).toEqual(['take-2', 'take-3']);
});

it('does nothing to a selected take that is out of sight', () => {
  session.pick('take-4', true);
  session.pick('take-3', true);
  session.show = 'starred';
  expect(session.selection.map(({ id }) => id)).toEqual(['take-3']);
});

it('draws fifty of hundreds, more when asked, and enough for the one that one comes back from', async () => {
  const row = take('take-4');
  for (let index = 0; index < 200; index += 1) {
    api.kept.rows.push({ ...row, id: `old-${String(index)}`, begunAt: -index });
  }
  await session.takes.refresh();
  expect([session.drawn.length, session.more]).toEqual([50, 50]);
  session.showMore();
  expect(session.drawn).toHaveLength(100);
  session.drawTo('old-120');
  expect(session.drawn.some(({ id }) => id === 'old-120')).toBe(true);
  session.showMore();
  expect([session.drawn.length, session.more]).toEqual([200, 22]);
});

it('a missing file can be given up, but not exported', () => {
  session.words = 'nebenläufigkeit';
  session.pickAll(true);
  expect(session.playable).toEqual([]);
  expect(session.deletable.map(({ sound }) => sound)).toEqual(['missing']);
});

it('selects what is drawn, and of that exports and deletes what has sound', () => {
  session.words = 'gil';
  session.pickAll(true);
  expect(session.selection).toHaveLength(4);
  expect(session.playable.map(({ id }) => id)).toEqual(['take-4', 'take-3', 'take-2']);
  expect(session.deletable).toEqual(session.playable);
  session.pickAll(false);
  expect(session.selection).toEqual([]);
});

it('stars and notes change one and leave the other', async () => {
  await session.star(take('take-4'), true);
  await session.note(take('take-4'), '  Too long.  ');
  await session.note(take('take-3'), '');
  expect(take('take-4')).toMatchObject({ starred: true, note: 'Too long.' });
  expect(take('take-3')).toMatchObject({ starred: true, note: '' });
});

it('deleting says what it freed, and keeps what was judged', async () => {
  session.pick('take-3', true);
  expect(await session.delete([take('take-3')])).toBe(true);
  expect(take('take-3')).toMatchObject({ sound: 'deleted', rating: 'hard' });
  expect(session.said?.words).toBe('Deleted: 2.8 MB are free.');
  expect(session.selection).toEqual([]);
});

it('a take that could not be deleted stays, and stays selected', async () => {
  session.pick('take-3', true);
  api.failure = new AppError('cannotWrite', 'The folder is read-only.');
  expect(await session.delete([take('take-3')])).toBe(false);
  expect(take('take-3').sound).toBe('kept');
  expect(session.selection).toHaveLength(1);
  expect(session.problem?.message).toBe('The folder is read-only.');
});

it('says which files were written, also when a later one was not', async () => {
  await session.export([take('take-4'), take('take-1'), take('take-3')], 'wav');
  expect(session.said?.paths).toEqual(['/home/ada/Documents/rehearse/take-4.wav']);
  expect(session.problem?.code).toBe('notFound');
});

it('a rule deletes nothing by itself: what it gives up is named, starred takes never', async () => {
  await session.setRule({ kind: 'last', count: 1 });
  const over = session.over.map(({ id }) => id);
  expect(over).toContain('take-2');
  expect(over).not.toContain('take-4');
  expect(over).not.toContain('take-3');
  expect(session.all.filter(({ sound }) => sound === 'deleted')).toHaveLength(1);
  await session.setRule({ kind: 'all' });
  expect(session.over).toEqual([]);
});

it('follows work in the background, and reads the list again when it is done', async () => {
  const change = watched();
  change({ take: 'take-4', job: { what: 'Measuring', share: 0.5 }, problem: null });
  expect(take('take-4').job).toEqual({ what: 'Measuring', share: 0.5 });
  const read = vi.spyOn(api, 'takes');
  change({ take: 'take-4', job: null, problem: null });
  expect(take('take-4').job).toBeNull();
  expect(read).toHaveBeenCalledOnce();
});

it('progress that comes while the list is read does not undo what was read', async () => {
  const change = watched();
  const starred = session.star(take('take-4'), true);
  change({ take: 'take-2', job: { what: 'Compressing', share: 0.1 }, problem: null });
  await starred;
  expect(take('take-4').starred).toBe(true);
  expect(take('take-2').job?.share).toBe(0.1);
});

it('says why work could not be done until it is tried again', () => {
  const change = watched();
  change({ take: 'take-4', job: null, problem: 'The disk is full.' });
  expect(session.failed).toEqual({ 'take-4': 'The disk is full.' });
  change({ take: 'take-4', job: { what: 'Compressing', share: 0 }, problem: null });
  expect(session.failed).toEqual({});
});
