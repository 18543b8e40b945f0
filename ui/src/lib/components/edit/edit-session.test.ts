import { describe, expect, it } from 'vitest';
import { AppError } from '../../api/errors';
import { FakeApi } from '../../api/fake';
import { EditSession, lineRange } from './edit-session.svelte';

const ID = 'rust/ownership';

async function opened() {
  const api = new FakeApi();
  const session = new EditSession(api, ID);
  await session.load();
  return { api, session };
}

describe('editing a question', () => {
  it('is not dirty before something is typed', async () => {
    const { session } = await opened();
    expect(session.dirty).toBe(false);
    session.text += 'x';
    expect(session.dirty).toBe(true);
  });

  it('saves what is typed', async () => {
    const { api, session } = await opened();
    session.text = '## Shorter? {#ownership}\n';
    expect(await session.save()).toBe(true);
    expect(api.cards.get(ID)?.questionHtml).toBe('Shorter?');
  });

  it('keeps the text and shows the findings when it is refused', async () => {
    const { session } = await opened();
    session.text = 'no heading';
    expect(await session.save()).toBe(false);
    expect(session.text).toBe('no heading');
    expect(session.diagnostics[0]).toMatchObject({ line: 1, severity: 'error' });
  });

  it('keeps the text when the file has changed meanwhile', async () => {
    const { api, session } = await opened();
    session.text += 'mine';
    api.failure = new AppError('invalidState', 'The file has changed since.');
    expect(await session.save()).toBe(false);
    expect(session.error?.message).toBe('The file has changed since.');
    expect(session.text).toContain('mine');
    expect(session.saving).toBe(false);
  });
});

describe('lineRange', () => {
  it('finds a line, the last one too, and stays inside the text', () => {
    expect(lineRange('ab\ncde\nf', 2)).toEqual([3, 6]);
    expect(lineRange('ab\ncde\nf', 3)).toEqual([7, 8]);
    expect(lineRange('ab', 9)).toEqual([2, 2]);
  });
});
