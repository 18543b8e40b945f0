import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import type { PredictTake } from '$lib/api/generated/PredictTake';
import { RecordSession } from './record-session.svelte';

let api: FakeApi;
let now: number;
let hear: () => void;
let said: string[];
let predicted: PredictTake[];

beforeEach(() => {
  now = 1_000_000;
  said = [];
  predicted = [];
  hear = () => undefined;
  api = new FakeApi({
    now: () => now,
    every: (_, each) => {
      hear = each;
      return () => (hear = () => undefined);
    },
  });
  api.predictTake = (request) => {
    predicted.push(request);
    return Promise.resolve();
  };
});

const settled = () => new Promise((resolve) => setTimeout(resolve));

async function answer(shorterThan: string | null = null): Promise<RecordSession> {
  const [first] = api.cards.keys();
  const session = new RecordSession(api, { card: first ?? '', shorterThan }, (text) =>
    said.push(text),
  );
  session.microphone.listen();
  await session.open();
  return session;
}

function speak(ms: number) {
  now += ms;
  hear();
}

const rows = () => api.sound.rows.map(({ id }) => id).filter((id) => id.startsWith('new'));

describe('answering aloud', () => {
  it('records as soon as the microphone is open', async () => {
    const session = await answer();
    expect(session.face).toBe('recording');
    expect(api.calls.at(-1)).toBe('startTake');
    speak(1500);
    expect([session.microphone.view.state, session.spentMs]).toEqual(['recording', 1500]);
  });

  it('asks for the prediction when it ends, and keeps it', async () => {
    const session = await answer();
    speak(40_000);
    await session.end();
    expect([session.face, session.ended?.durationMs, said.at(-1)]).toEqual([
      'ended',
      40_000,
      'The take is 40 s long.',
    ]);
    expect(await session.predict('hard')).toBe('new-1');
    expect(predicted).toEqual([{ take: 'new-1', rating: 'hard' }]);
  });

  it('says that the hint was used', async () => {
    const session = await answer();
    session.toggleHint();
    expect(api.calls).toContain('useTakeHint'); // at once, in case the take ends by itself
    speak(1000);
    await session.end();
    expect(api.calls).toContain('finishTake true');
    expect(session.toggleHint()).toBe(false);
  });

  it('has half the budget when it is to be shorter', async () => {
    const whole = (await answer()).page.data?.budgetMs ?? 0;
    expect((await answer('take-4')).page.data?.budgetMs).toBe(whole / 2);
  });

  it('says so when nothing was recorded, and begins again', async () => {
    const session = await answer();
    await session.end();
    expect([session.face, session.wasEmpty]).toEqual(['ready', true]);
    await session.start();
    expect([session.face, session.wasEmpty]).toEqual(['recording', false]);
  });

  it('ends once, however often the key is pressed', async () => {
    const session = await answer();
    speak(1000);
    await Promise.all([session.end(), session.end()]);
    expect(api.calls.filter((call) => call.startsWith('finishTake'))).toHaveLength(1);
  });

  it('goes on recording when it cannot be ended, and says why', async () => {
    const session = await answer();
    speak(1000);
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    await session.end();
    expect([session.face, session.problem?.message]).toEqual(['recording', 'The disk is full.']);
  });

  it('asks again when the prediction cannot be kept', async () => {
    const session = await answer();
    speak(1000);
    await session.end();
    api.predictTake = () => Promise.reject(new AppError('cannotWrite', 'The disk is full.'));
    expect(await session.predict('good')).toBeNull();
    expect([session.face, session.problem?.message]).toEqual(['ended', 'The disk is full.']);
  });
});

describe('starting over', () => {
  it('throws the take away and records anew at once', async () => {
    const session = await answer();
    speak(30_000);
    await session.startOver();
    speak(2000);
    expect([session.face, session.spentMs]).toEqual(['recording', 2000]);
    await session.end();
    expect(rows()).toEqual(['new-2']);
  });

  it('keeps what was written, with the new take', async () => {
    const session = await answer();
    session.keeper.change({ notes: 'wraps copies the name' });
    await session.startOver();
    await session.keeper.flush();
    expect(api.sound.texts.get('new-2')?.notes).toBe('wraps copies the name');
  });
});

describe('what is written', () => {
  it('before the take begins is kept with it', async () => {
    api.sound.devices = [];
    const session = await answer();
    session.keeper.change({ notes: 'early' });
    api.sound.devices = [{ id: 'usb', name: 'USB', default: true }];
    await session.lookAgain();
    await session.keeper.flush();
    expect(api.sound.texts.get('new-1')?.notes).toBe('early');
  });

  it('is kept when the take ends', async () => {
    const session = await answer();
    session.keeper.change({ code: 'x = 1' });
    speak(1000);
    await session.end();
    expect(api.sound.texts.get('new-1')?.code).toBe('x = 1');
  });
});

describe('without a microphone', () => {
  beforeEach(() => (api.sound.devices = []));

  it('says how to get one, and looks again', async () => {
    const session = await answer();
    expect([session.face, session.noMicrophone]).toEqual([
      'noMicrophone',
      expect.stringMatching(/^No microphone was found\. Plug one in/),
    ]);
    await session.lookAgain();
    expect(session.face).toBe('noMicrophone');
    api.sound.devices = [{ id: 'usb', name: 'USB', default: true }];
    await session.lookAgain();
    expect(session.face).toBe('recording');
  });

  it('says why one that is there cannot be opened', async () => {
    api.sound.devices = [{ id: 'usb', name: 'USB', default: true }];
    api.openMicrophone = () =>
      Promise.reject(new AppError('cannotOpen', 'Another program has it.'));
    expect((await answer()).noMicrophone).toBe('Another program has it.');
  });
});

describe('a microphone that goes while it records', () => {
  it('is said at once, and what was said is kept', async () => {
    const session = await answer();
    speak(12_000);
    api.sound.unplug();
    await settled();
    expect(session.face).toBe('ended');
    expect(session.lost).toMatch(/is gone\. Plug it in again/);
    expect(await session.predict('good')).toBe('new-1');
  });

  it('leaves the take to be judged even when the program has closed it already', async () => {
    const session = await answer();
    speak(12_000);
    api.finishTake = () => Promise.reject(new AppError('invalidState', 'No take is recorded.'));
    api.sound.unplug();
    await settled();
    expect(session.ended).toEqual({ id: 'new-1', durationMs: 12_000 });
  });

  it('ends no take by what was wrong before it began', async () => {
    const session = await answer();
    speak(12_000);
    await session.end();
    const { view } = session.microphone;
    session.microphone.show({ ...view, problem: 'The disk is full.' });
    await session.start();
    speak(1000);
    session.microphone.show({ ...view, problem: 'The disk is full.' });
    await settled();
    expect(session.face).toBe('recording');
    session.microphone.show({ ...view, problem: 'The disk is gone.' });
    await settled();
    expect([session.face, session.lost]).toEqual(['ended', 'The disk is gone.']);
  });

  it('may be followed by another take, and both are kept', async () => {
    const session = await answer();
    speak(12_000);
    api.sound.unplug();
    await settled();
    await session.start();
    speak(8000);
    await session.end();
    expect([session.lost, rows()]).toEqual([null, ['new-2', 'new-1']]);
  });
});

describe('leaving', () => {
  it('closes the microphone, and keeps a take of more than a few words', async () => {
    const session = await answer();
    speak(6000);
    expect(session.isWorthKeeping).toBe(true);
    await session.leave();
    expect([rows(), api.calls.at(-1)]).toEqual([['new-1'], 'closeMicrophone']);
  });

  it('keeps nothing of a few words, or when told so', async () => {
    const short = await answer();
    speak(4000);
    expect(short.isWorthKeeping).toBe(false);
    await short.leave();
    const long = await answer();
    speak(60_000);
    await long.leave(false);
    expect(rows()).toEqual([]);
  });

  it('before the microphone is open records nothing', async () => {
    const [first] = api.cards.keys();
    const session = new RecordSession(
      api,
      { card: first ?? '', shorterThan: null },
      () => undefined,
    );
    const opening = session.open();
    await session.leave();
    await opening;
    await settled();
    expect(api.calls).not.toContain('startTake');
    expect(api.sound.microphone().state).toBe('off');
  });
});

it('does not record while the question cannot be read', async () => {
  api.recordPage = () => Promise.reject(new AppError('notFound', 'There is no such card.'));
  const session = await answer();
  expect([session.face, api.sound.microphone().state]).toEqual(['failed', 'off']);
});
