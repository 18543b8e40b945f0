import { cleanup, configure, fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { FakeApi } from '$lib/api/fake';
import type { StartupCase } from '$lib/api/generated/StartupCase';
import App from './App.svelte';
import { readViews } from './views';

configure({ asyncUtilTimeout: 5000 });
afterEach(cleanup);
afterAll(readViews); // what the first screen set off is done before the page goes

const frames = () => new Promise((resolve) => setTimeout(resolve, 80));

function start(problem: StartupCase | null, backupAt: number | null = null) {
  const api = new FakeApi({
    problem: problem && { case: problem, message: `It is ${problem}.`, backupAt },
  });
  render(App, { api });
  return api;
}

describe('the start', () => {
  it('shows Today, and reports once that it stands', async () => {
    const api = start(null);
    const reports = () => api.calls.filter((call) => call === 'reportReady');
    await vi.waitFor(() => expect(reports()).toHaveLength(1), { timeout: 5000 });
    await fireEvent.click(screen.getByRole('button', { name: 'Settings' }));
    await frames();
    expect(reports()).toHaveLength(1);
  });

  it('closes a microphone that the page before left open', async () => {
    const api = new FakeApi();
    await api.openMicrophone();
    render(App, { api });
    await screen.findByRole('navigation');
    await vi.waitFor(() => expect(api.sound.microphone().state).toBe('off'));
  });

  it('has no menu that loads the page anew', async () => {
    start(null);
    const rail = await screen.findByRole('navigation');
    expect(await fireEvent.contextMenu(rail)).toBe(false);
  });

  it('with a damaged file offers the backup, or an empty start', async () => {
    const api = start('damaged', new Date(2026, 10, 20, 9, 5).getTime());
    expect(await screen.findByText('It is damaged.')).toBeTruthy();
    expect(screen.getByRole('button', { name: /Start empty/ })).toBeTruthy();
    await fireEvent.click(
      screen.getByRole('button', { name: 'Use the backup of 20 November 2026, 09:05' }),
    );
    await screen.findByRole('navigation');
    expect(api.calls).toContain('recover backup');
  });

  it('without a backup offers none', async () => {
    start('damaged');
    await screen.findByText('It is damaged.');
    expect(screen.queryByRole('button', { name: /backup/ })).toBeNull();
  });

  it('with a file from a newer program offers nothing that could touch it', async () => {
    start('tooNew');
    await screen.findByText('It is tooNew.');
    expect(screen.queryAllByRole('button')).toEqual([]);
  });

  it('with a file that cannot be opened tries again', async () => {
    const api = start('cannotOpen');
    await fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    await screen.findByText('It is cannotOpen.');
    expect(api.calls).toContain('recover retry');
  });
});

describe('the keys everywhere', () => {
  it('open the list of keys and the places', async () => {
    start(null);
    await screen.findByRole('navigation');
    await fireEvent.keyDown(document.body, { key: '?', shiftKey: true });
    expect(screen.getByRole('dialog', { name: 'Keys' })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /Close/ }));
    await fireEvent.keyDown(document.body, { key: '3', ctrlKey: true });
    expect(document.title).toBe('Settings · Rehearse');
  });
});
