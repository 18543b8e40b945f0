/** The takes, their calibration and a card's takes as the learner works them: by name, by role. */
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import {
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  type MockInstance,
  vi,
} from 'vitest';
import { AppError } from '$lib/api/errors';
import { FakeApi } from '$lib/api/fake';
import { Shell } from '$lib/shell.svelte';
import App from './App.svelte';
import { readViews } from './views';

configure({ asyncUtilTimeout: 5000 });

// jsdom lays nothing out: plots have no width, the library's list draws the rows around its top.
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  },
);

let api: FakeApi;
let gone: MockInstance<Shell['go']>;

beforeEach(() => {
  api = new FakeApi();
  gone = vi.spyOn(Shell.prototype, 'go');
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});
beforeAll(readViews, 60_000); // on a busy machine they take longer than one waits for a view

const route = () => gone.mock.lastCall?.[0];

async function open() {
  render(App, { api });
  await screen.findByRole('button', { name: /Start reviewing/ });
  await fireEvent.keyDown(document.body, { key: '5', ctrlKey: true });
}

const click = async (name: string | RegExp) =>
  fireEvent.click(await screen.findByRole('button', { name }));

const row = async (name: RegExp) => {
  const [header] = await screen.findAllByRole('rowheader', { name });
  const found = header?.closest('tr');
  if (!found) throw new Error(`There is no row ${String(name)}.`);
  return within(found);
};

async function choose(action: string, of: RegExp) {
  await fireEvent.click((await row(of)).getByRole('button', { name: /^More/ }));
  await fireEvent.click(await screen.findByRole('menuitem', { name: action }));
}

describe('the list of takes', () => {
  it('opens with what there is, and a row leads to its take', async () => {
    await open();
    expect(
      await screen.findByRole('heading', { name: '22 takes, 54 MB. Four are not judged yet.' }),
    ).toBeTruthy();
    const one = await row(/How would you store the profiles/);
    expect(one.getByText('In “A user profile service”')).toBeTruthy();
    await fireEvent.click(one.getByRole('button', { name: /^How would you store/ }));
    expect(route()).toEqual({
      view: 'take',
      id: 'take-5',
      blind: false,
      from: { view: 'takes' },
    });
  });

  it('is as one left it when one comes back, with the focus on the take', async () => {
    await open();
    await fireEvent.click(await screen.findByLabelText('Starred'));
    await fireEvent.click((await row(/GIL/)).getByRole('button', { name: /^What does/ }));
    const shell = gone.mock.contexts[0] as Shell;
    shell.go({ view: 'takes' });
    await vi.waitFor(() => expect(document.activeElement).toHaveProperty('dataset.take', 'take-3'));
    expect(screen.getByText('1 of 22')).toBeTruthy();
  });

  it('compares two that are selected', async () => {
    await open();
    const compare = await screen.findByRole('button', { name: 'Compare side by side' });
    expect(compare).toHaveProperty('disabled', true);
    const boxes = screen.getAllByRole('checkbox', { name: /^Select What does the GIL/ });
    for (const box of boxes.slice(0, 2)) await fireEvent.click(box);
    await fireEvent.click(compare);
    expect(route()).toEqual({
      view: 'take-compare',
      ids: ['take-3', 'take-4'],
      from: { view: 'takes' },
    });
  });

  it('asks before it deletes, says how much that frees, and names the starred ones', async () => {
    await open();
    await fireEvent.input(await screen.findByRole('searchbox'), { target: { value: 'gil' } });
    await fireEvent.click(screen.getByRole('checkbox', { name: /^Select all 4/ }));
    await click('Delete…');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('Delete the sound of 3 takes?')).toBeTruthy();
    expect(dialog.getByText(/This frees 8\.4 MB/)).toBeTruthy();
    expect(dialog.getByText('One of them is starred:')).toBeTruthy();
    expect(api.calls).not.toContain('deleteTakes');
    await fireEvent.click(dialog.getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('Deleted: 8.4 MB are free.')).toBeTruthy();
    expect(screen.getAllByText('Sound deleted')).toHaveLength(4);
  });

  it('stars, writes a note, and exports by a row’s menu', async () => {
    await open();
    await choose('Star: always keep', /How would you store/);
    expect(await (await row(/How would you store/)).findByText('Starred')).toBeTruthy();
    await choose('Write a note…', /How would you store/);
    await fireEvent.input(await screen.findByRole('textbox'), { target: { value: 'Too fast.' } });
    await click('Save');
    expect(await screen.findByText('Too fast.')).toBeTruthy();
    await choose('Export as FLAC', /How would you store/);
    expect((await screen.findByText(/The take is written to/)).textContent).toContain(
      '/home/ada/Documents/rehearse/take-5.flac',
    );
  });

  it('neither exports nor shows a file that is missing, but gives it up', async () => {
    await open();
    await fireEvent.click((await row(/Nebenl/)).getByRole('button', { name: /^More/ }));
    const names = (await screen.findAllByRole('menuitem')).map((item) => item.textContent?.trim());
    expect(names).toEqual(['Star: always keep', 'Write a note…', 'Delete…']);
  });

  it('keeps what the rule gives up until that is agreed to', async () => {
    await open();
    await fireEvent.click(await screen.findByText('All takes are kept'));
    await fireEvent.click(screen.getByLabelText('The last of each question'));
    const count = await screen.findByLabelText('How many of each question');
    await fireEvent.change(count, { target: { value: '0' } });
    expect(screen.getByText('A number from 1 to 100; not changed yet.')).toBeTruthy();
    await fireEvent.change(count, { target: { value: '1' } });
    expect(await screen.findByText(/takes are more than the rule keeps/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Delete them…' })).toBeTruthy();
    await click('Keep them all');
    expect(await screen.findByText('All takes are kept')).toBeTruthy();
    expect(api.calls).not.toContain('deleteTakes');
  });

  it('shows the rule in force when another could not be set', async () => {
    await open();
    await fireEvent.click(await screen.findByText('All takes are kept'));
    api.failure = new AppError('cannotWrite', 'The disk is full.');
    await fireEvent.click(screen.getByLabelText('As much as fits'));
    expect(await screen.findByText('The disk is full.')).toBeTruthy();
    await vi.waitFor(() =>
      expect(screen.getByLabelText('As much as fits')).toHaveProperty('checked', false),
    );
  });

  it('says what is wrong in the folder', async () => {
    const message = 'The file lost.flac belongs to no take. Delete it if you do not need it.';
    api.kept.notices = [{ code: 'file-without-take', message, problem: false }];
    await open();
    expect(await screen.findByText(message)).toBeTruthy();
  });

  it('says what a take is when there is none', async () => {
    api = new FakeApi({ cards: [] });
    render(App, { api });
    await click('Takes');
    expect(await screen.findByRole('heading', { name: 'There are no takes yet.' })).toBeTruthy();
    expect(screen.getByText('Shift V')).toBeTruthy();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says that it could not be read, and reads it again', async () => {
    render(App, { api });
    await screen.findByRole('button', { name: /Start reviewing/ });
    api.failure = new AppError('internal', 'The takes cannot be read.');
    await fireEvent.keyDown(document.body, { key: '5', ctrlKey: true });
    expect(await screen.findByText('The takes cannot be read.')).toBeTruthy();
    await click('Try again');
    expect(await screen.findByRole('table')).toBeTruthy();
  });
});

describe('how well one judges', () => {
  async function calibration() {
    await open();
    await fireEvent.click(await screen.findByLabelText('How well you judge'));
  }

  it('opens with one sentence; the plot has one too, and its points are a table', async () => {
    await calibration();
    expect(
      await screen.findByRole('heading', { name: 'You predict about a full rating too high.' }),
    ).toBeTruthy();
    expect(screen.getByRole('img', { name: /^How far 18 predictions were off/ })).toBeTruthy();
    await fireEvent.click(screen.getByText('The figures'));
    const [take] = await screen.findAllByRole('button', { name: /GIL/ });
    if (take) await fireEvent.click(take);
    expect(route()).toMatchObject({
      view: 'take',
      id: 'take-3',
      blind: false,
      from: { view: 'takes', part: 'calibration' },
    });
  });

  it('has every prediction against every outcome that ticks can have', async () => {
    await calibration();
    const good = await screen.findByRole('row', { name: /^\s*Good/ });
    expect(
      within(good)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['2', '5', '3']);
  });

  it('offers an old take to be judged without the first judgement', async () => {
    await calibration();
    expect(await screen.findByText(/Weighted kappa 0\.71 \(0\.48 to 0\.86/)).toBeTruthy();
    await click(/^Judge an old take again/);
    expect(route()).toMatchObject({ view: 'take', blind: true });
  });

  it('is honest about few takes', async () => {
    api.kept.rows.splice(5);
    await calibration();
    expect(await screen.findByRole('heading', { name: /^3 takes are too few/ })).toBeTruthy();
    expect(screen.queryByText(/On average/)).toBeNull();
    expect(screen.getByText('No take was judged a second time yet.')).toBeTruthy();
  });

  it('says how to come by it when nothing was judged, and leads back to the takes', async () => {
    api.kept.rows.splice(1);
    await calibration();
    expect(await screen.findByRole('heading', { name: /^No take is predicted/ })).toBeTruthy();
    await click('Show the takes');
    expect(await screen.findByRole('table')).toBeTruthy();
  });
});

describe('a card’s page', () => {
  async function card(id: string) {
    render(App, { api });
    await click('Library');
    const shell = gone.mock.contexts[0] as Shell;
    shell.go({ view: 'library', card: id });
    return within(await screen.findByRole('complementary', { name: 'Card' }));
  }

  it('lists the takes of the card, newest first, and leads to them', async () => {
    const page = await card('python-functions/default-list');
    const takes = await page.findAllByRole('button', {
      name: /^\d+ (October|November)$|^\d+ \w+ \d{4}$/,
    });
    expect(takes).toHaveLength(3);
    if (takes[0]) await fireEvent.click(takes[0]);
    expect(route()).toEqual({
      view: 'take',
      id: 'earlier-13',
      blind: false,
      from: { view: 'library' },
    });
  });

  it('reads takes only of a card that was opened', async () => {
    render(App, { api });
    await click('Library');
    await screen.findByRole('grid', { name: 'Cards' });
    expect(api.calls).not.toContain('takesOf');
  });

  it('has it answered aloud', async () => {
    const page = await card('python-functions/merge-intervals');
    expect(await page.findByText('Not answered aloud yet.')).toBeTruthy();
    await fireEvent.click(page.getByRole('button', { name: 'Answer aloud' }));
    expect(route()).toEqual({
      view: 'record',
      card: 'python-functions/merge-intervals',
      shorterThan: null,
      from: { view: 'library' },
    });
  });
});
