/** Today, Library and Settings as the learner works them: by name, by role, by key. */
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { FakeApi } from '$lib/api/fake';
import App from './App.svelte';
import { readViews } from './views';

configure({ asyncUtilTimeout: 5000 });
afterEach(cleanup);
afterAll(readViews); // what the first screen set off is done before the page goes

// jsdom lays nothing out: the list draws no more than the few rows around its top.
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  },
);

function open(api = new FakeApi()) {
  const started = vi.spyOn(api, 'startReview').mockReturnValue(new Promise(() => undefined)); // the review itself is another story
  render(App, { api });
  return { api, started };
}

async function go(place: string) {
  await fireEvent.click(await screen.findByRole('button', { name: place }));
}

describe('Today', () => {
  it('starts what is due with Space', async () => {
    const { started } = open();
    await screen.findByRole('button', { name: /Start reviewing/ });
    await fireEvent.keyDown(document.body, { key: ' ' });
    await vi.waitFor(() => expect(started).toHaveBeenCalledWith({ kind: 'due' }));
  });

  it('starts just one deck', async () => {
    const { started } = open();
    await fireEvent.click(await screen.findByRole('button', { name: 'Review Rust: ownership' }));
    await vi.waitFor(() => expect(started).toHaveBeenCalledOnce());
    expect(started.mock.calls[0]?.[0]).toMatchObject({ kind: 'deck' });
  });

  it('raises the limits for today', async () => {
    const { api } = open();
    const more = vi.spyOn(api, 'studyMore');
    await fireEvent.click(await screen.findByRole('button', { name: '10 new cards' }));
    expect(more).toHaveBeenCalledWith({ deck: null, new: 10, reviews: 0 });
    expect(await screen.findByText(/limit is higher/)).toBeTruthy();
  });

  it('says where decks go when there are none, and Space does nothing', async () => {
    const { started } = open(new FakeApi({ cards: [] }));
    expect(await screen.findByText('There are no cards yet.')).toBeTruthy();
    expect(await screen.findByText('/home/ada/rehearse/decks')).toBeTruthy();
    await fireEvent.keyDown(document.body, { key: ' ' });
    expect(started).not.toHaveBeenCalled();
  });

  it('says what was wrong with options, and keeps them from being saved', async () => {
    open();
    await fireEvent.click(
      await screen.findByRole('button', { name: 'Options of Rust: ownership' }),
    );
    await fireEvent.click(await screen.findByLabelText('Use the default preset'));
    const steps = screen.getByLabelText('Learning steps');
    await fireEvent.input(steps, { target: { value: '1m soon' } });
    expect(screen.getByText(/“soon” is no step/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
    await fireEvent.input(steps, { target: { value: '2m 1h' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await vi.waitFor(() => expect(document.querySelector('dialog')).toBeNull());
  });
});

describe('the library', () => {
  it('is searched by text and by filters, which are one query', async () => {
    open();
    await go('Library');
    const search = await screen.findByRole('searchbox');
    await fireEvent.input(search, { target: { value: 'decorator' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Due' }));
    expect(search).toHaveProperty('value', 'decorator is:due');
    await fireEvent.click(screen.getByRole('button', { name: 'Due' }));
    expect(search).toHaveProperty('value', 'decorator');
  });

  it('lists what is wrong in a deck’s files', async () => {
    open();
    await go('Library');
    await fireEvent.click(await screen.findByLabelText('Decks'));
    await fireEvent.click(await screen.findByRole('button', { name: /1 finding in Stories/ }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('stories.md:42:5')).toBeTruthy();
    expect(dialog.getByText(/: the question has no id/)).toBeTruthy();
  });

  it('says that nothing matches, and goes back to everything', async () => {
    open();
    await go('Library');
    await fireEvent.input(await screen.findByRole('searchbox'), {
      target: { value: 'Fluxkompensator' },
    });
    await fireEvent.click(await screen.findByRole('button', { name: 'Show all cards' }));
    expect(await screen.findByRole('grid', { name: 'Cards' })).toBeTruthy();
  });

  it('is as one left it when one comes back', async () => {
    open();
    await go('Library');
    await fireEvent.input(await screen.findByRole('searchbox'), { target: { value: 'is:new' } });
    await go('Today');
    await go('Library');
    expect(await screen.findByDisplayValue('is:new')).toBeTruthy();
  });
});

it('Settings are saved at once, and in force', async () => {
  const { api } = open();
  await go('Settings');
  await fireEvent.click(await screen.findByLabelText('Dark'));
  expect(await screen.findByText('Saved')).toBeTruthy();
  expect(document.documentElement.dataset['theme']).toBe('dark');
  expect(await api.settings()).toMatchObject({ theme: 'dark' });
});

it('the size of text is said as it is set', async () => {
  open();
  await go('Settings');
  const slider = await screen.findByLabelText('Size of text');
  await fireEvent.change(slider, { target: { value: '150' } });
  expect(await screen.findByText('150 %')).toBeTruthy();
});

it('no keycap is shown of a key that is switched off', async () => {
  const api = new FakeApi();
  await api.setSettings({ ...(await api.settings()), singleKeys: false });
  open(api);
  const start = await screen.findByRole('button', { name: /Start reviewing/ });
  expect(start.querySelector('kbd')).toBeNull();
});
