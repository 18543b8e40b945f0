import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import type { InterviewAction } from '$lib/api/generated/InterviewAction';
import type { InterviewMode } from '$lib/api/generated/InterviewMode';
import type { InterviewView } from '$lib/api/generated/InterviewView';
import { InterviewRecording } from './interview-recording.svelte';

let api: FakeApi;
let now: number;
let hear: () => void;
let predicted: string[];
let recording: InterviewRecording;

beforeEach(() => {
  now = 1_000_000;
  predicted = [];
  api = new FakeApi({
    now: () => now,
    every: (ms, each) => {
      if (ms === 100) hear = each;
      return () => undefined;
    },
  });
  api.takesOf = () => Promise.resolve(api.sound.rows.filter((row) => row.interview !== null));
  api.predictTake = ({ take, rating }) => {
    predicted.push(`${take} ${rating}`);
    return Promise.resolve();
  };
  recording = new InterviewRecording(api);
  recording.microphone.listen();
});

const settled = () => new Promise((resolve) => setTimeout(resolve));

async function begin(mode: InterviewMode = 'practice'): Promise<InterviewView> {
  const source = { kind: 'written', id: 'python-functions/backend' } as const;
  const view = await api.beginInterview({ source, mode });
  await recording.start(view);
  return view;
}

async function act(action: InterviewAction): Promise<InterviewView> {
  now += 30_000;
  const view = await api.actOnInterview(action);
  recording.moved(view);
  return view;
}

describe('recording an interview', () => {
  it('begins with the microphone, and waits with the clock', async () => {
    await begin();
    expect(recording.microphone.view.state).toBe('recording');
    await act('pause');
    expect(recording.microphone.view.state).toBe('held');
    await act('resume');
    expect(recording.microphone.view.state).toBe('recording');
  });

  it('can be switched off and on again, and closes the microphone in between', async () => {
    const view = await begin();
    await recording.toggle(view);
    expect([recording.wanted, recording.microphone.isOpen]).toEqual([false, false]);
    await recording.toggle(view);
    expect([recording.wanted, recording.microphone.view.state]).toEqual([true, 'recording']);
  });

  it('stays on when it was switched off and on again in one breath', async () => {
    const view = await begin();
    await Promise.all([recording.toggle(view), recording.toggle(view)]);
    expect([recording.wanted, recording.microphone.view.state]).toEqual([true, 'recording']);
  });

  it('says once that there is no microphone', async () => {
    api.sound.devices = [];
    await begin();
    expect(recording.wanted).toBe(false);
    expect(recording.notice).toMatch(/No microphone was found.*goes on without recording\.$/);
    await act('skip');
    expect(recording.notice).toBeNull();
  });

  it('says once that the microphone went, and keeps what was recorded', async () => {
    await begin();
    now += 10_000;
    api.sound.unplug();
    expect(recording.notice).toMatch(/is gone.*goes on without recording\.$/);
    hear();
    await act('extend');
    expect(recording.notice).toBeNull();
    expect(api.sound.rows[0]?.durationMs).toBe(10_000);
  });
});

describe('the prediction of an answer', () => {
  it('comes before the key points, of the take of this question', async () => {
    await begin();
    const view = await act('answer');
    expect(recording.isSettled(view)).toBe(false);
    await settled();
    expect(recording.take?.interview).toMatchObject({ stage: 0, turn: 0 });
    await recording.predict('hard');
    expect([predicted, recording.isSettled(view)]).toEqual([['new-1 hard'], true]);
  });

  it('is of the newest take of the question, and not asked of those before', async () => {
    api.predictTake = ({ take, rating }) => {
      const row = api.sound.rows.find(({ id }) => id === take);
      if (row) row.predicted = rating;
      return Promise.resolve();
    };
    const view = await begin();
    now += 5_000;
    await recording.toggle(view);
    await recording.toggle(view); // the answer is in two takes
    const answered = await act('answer');
    await settled();
    expect(recording.take?.id).toBe('new-2');
    await recording.predict('hard');
    expect(api.sound.rows.slice(0, 2).map(({ predicted }) => predicted)).toEqual(['hard', null]);
    const again = new InterviewRecording(api); // one leaves, and takes the interview up again
    await again.start({ ...answered, phase: 'interrupted' });
    again.moved(answered);
    await settled();
    expect([again.take, again.isSettled(answered)]).toEqual([null, true]);
  });

  it('may be left out', async () => {
    await begin();
    const view = await act('answer');
    await settled();
    recording.settle();
    expect([predicted, recording.isSettled(view)]).toEqual([[], true]);
  });

  it('that cannot be kept is asked again', async () => {
    await begin();
    const view = await act('answer');
    await settled();
    api.predictTake = () => Promise.reject(new AppError('cannotWrite', 'The disk is full.'));
    await recording.predict('hard');
    expect([recording.problem?.message, recording.isSettled(view)]).toEqual([
      'The disk is full.',
      false,
    ]);
  });

  it('is not asked of an answer that was not recorded, nor when takes cannot be read', async () => {
    const source = { kind: 'written', id: 'python-functions/backend' } as const;
    await api.beginInterview({ source, mode: 'practice' });
    const unrecorded = await act('answer');
    expect(recording.isSettled(unrecorded)).toBe(true);
    await recording.start(unrecorded);
    expect(recording.isSettled(unrecorded)).toBe(true);
    api.takesOf = () => Promise.reject(new AppError('internal', 'No.'));
    await act('next');
    const view = await act('answer');
    await settled();
    expect(recording.isSettled(view)).toBe(true);
  });

  it('is not asked of a take that has one', async () => {
    await begin();
    const view = await act('answer');
    const [row] = api.sound.rows;
    if (row) row.predicted = 'good';
    await settled();
    expect([recording.take, recording.isSettled(view)]).toEqual([null, true]);
  });

  it('is asked again when the question is answered again', async () => {
    await begin();
    await act('answer');
    await settled();
    await recording.predict('hard');
    await act('next');
    await act('back');
    const view = await act('answer');
    await settled();
    expect([recording.isSettled(view), recording.take?.id]).toEqual([false, 'new-3']);
  });
});
