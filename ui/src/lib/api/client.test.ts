import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { client } from './client';
import { AppError } from './errors';

afterEach(clearMocks);

describe('client', () => {
  it('calls each command by its name, with the arguments that it takes', async () => {
    const calls: [string, unknown][] = [];
    mockIPC((command, args) => void calls.push([command, args]));
    const request = {} as never;
    await client.startup();
    await client.recover('empty');
    await client.reportReady();
    await client.today();
    await client.studyMore(request);
    await client.startReview({ kind: 'due' });
    await client.currentStep();
    await client.answerCard(request);
    await client.acceptFollowUps(['a/b/c']);
    await client.actOnCard('a/b', { kind: 'mark', on: true });
    await client.undo();
    await client.proposeRating(request);
    await client.library();
    await client.searchCards(request);
    await client.cardPage('a/b');
    await client.cardSource('a/b');
    await client.saveCardSource(request);
    await client.restoreOriginal('a/b');
    await client.deckOptions(null);
    await client.setDeckOptions(request);
    await client.settings();
    await client.setSettings(request);
    await client.about();
    await client.media('a', 'media/x.png');
    await client.openLink('https://example.org');
    expect(calls).toEqual([
      ['startup', {}],
      ['recover', { choice: 'empty' }],
      ['report_ready', {}],
      ['today', {}],
      ['study_more', { request }],
      ['start_review', { scope: { kind: 'due' } }],
      ['current_step', {}],
      ['answer_card', { request }],
      ['accept_follow_ups', { ids: ['a/b/c'] }],
      ['act_on_card', { id: 'a/b', action: { kind: 'mark', on: true } }],
      ['undo', {}],
      ['propose_rating', { request }],
      ['library', {}],
      ['search_cards', { request }],
      ['card_page', { id: 'a/b' }],
      ['card_source', { id: 'a/b' }],
      ['save_card_source', { request }],
      ['restore_original', { id: 'a/b' }],
      ['deck_options', { deck: null }],
      ['set_deck_options', { request }],
      ['settings', {}],
      ['set_settings', { settings: request }],
      ['about', {}],
      ['media', { deck: 'a', path: 'media/x.png' }],
      ['open_link', { url: 'https://example.org' }],
    ]);
  });

  it('turns a refusal into an AppError with its code and message', async () => {
    mockIPC(() => {
      throw { code: 'cannotWrite', message: 'The disk is full.' };
    });
    const failure = await client.today().catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code: 'cannotWrite', message: 'The disk is full.' });
  });

  it('calls anything else internal', async () => {
    mockIPC(() => {
      throw 'no such command';
    });
    await expect(client.today()).rejects.toMatchObject({
      code: 'internal',
      message: 'no such command',
    });
  });

  it('asks what an open microphone hears ten times a second, and no longer once it is off', async () => {
    vi.useFakeTimers();
    let state = 'on';
    let asked = 0;
    mockIPC((command) => {
      if (command !== 'microphone') return undefined;
      asked += 1;
      return { state };
    });
    const heard: string[] = [];
    const stop = client.onMicrophoneChanged((view) => heard.push(view.state));
    await vi.advanceTimersByTimeAsync(1000);
    expect([asked, heard.at(-1)]).toEqual([11, 'on']);
    state = 'off';
    await vi.advanceTimersByTimeAsync(1000);
    expect([asked, heard.at(-1)]).toEqual([12, 'off']);
    stop();
    vi.useRealTimers();
  });
});
