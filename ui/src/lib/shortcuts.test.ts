import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Handlers, keycaps, keysOf, press, shortcuts } from './shortcuts';

afterEach(() => document.body.replaceChildren());

/** Presses a key with the focus on an element, and says whether it was handled. */
function hit(
  key: string,
  handlers: Handlers,
  { on = '<main tabindex="-1"></main>', singleKeys = true, ...init }: HitOptions = {},
) {
  document.body.innerHTML = on;
  const target = document.body.querySelector('[data-target]') ?? document.body.firstElementChild;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  let handled = false;
  document.body.addEventListener(
    'keydown',
    () => (handled = press(event, handlers, { singleKeys })),
    {
      once: true,
    },
  );
  target?.dispatchEvent(event);
  return { handled, prevented: event.defaultPrevented };
}

interface HitOptions extends KeyboardEventInit {
  on?: string;
  singleKeys?: boolean;
}

describe('the table', () => {
  it('has one entry for each action', () => {
    const actions = shortcuts.map((entry) => entry.action);
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('names keys as keycaps show them', () => {
    expect(keysOf('leave')).toEqual(['Esc']);
    expect(keysOf('undo')).toEqual(['u', 'Ctrl Z']);
    expect(keycaps(['1', '2', '3', '4', '5'])).toEqual(['1 to 5']);
  });
});

describe('a key press', () => {
  it('acts, and is consumed', () => {
    const undo = vi.fn();
    expect(hit('u', { undo })).toEqual({ handled: true, prevented: true });
    expect(undo).toHaveBeenCalledExactlyOnceWith('u');
  });

  it('with Shift is another key than without', () => {
    const record = vi.fn();
    const playTake = vi.fn();
    hit('V', { record, playTake }, { shiftKey: true });
    expect([record, playTake].map((one) => one.mock.calls.length)).toEqual([1, 0]);
    hit('v', { record, playTake });
    hit('V', { record, playTake }); // with the capitals locked
    expect([record, playTake].map((one) => one.mock.calls.length)).toEqual([1, 2]);
  });

  it('with Shift is a single key still', () => {
    const record = vi.fn();
    const on = '<textarea></textarea>';
    hit('V', { record }, { shiftKey: true, on });
    hit('V', { record }, { shiftKey: true, singleKeys: false });
    hit('V', { record }, { shiftKey: true, ctrlKey: true });
    expect(record).not.toHaveBeenCalled();
  });

  it('goes to the next entry when a handler says that it does not apply', () => {
    const rateGood = vi.fn();
    hit(' ', { reveal: () => false, rateGood });
    expect(rateGood).toHaveBeenCalledOnce();
  });

  it('is left alone when nothing applies', () => {
    expect(hit(' ', { reveal: () => false })).toEqual({ handled: false, prevented: false });
  });

  it.each(['<input>', '<textarea></textarea>', '<select></select>'])('is text in %s', (on) => {
    const undo = vi.fn();
    hit('u', { undo }, { on });
    hit('z', { undo }, { on, ctrlKey: true });
    expect(undo).not.toHaveBeenCalled();
  });

  it('still goes elsewhere with Ctrl', () => {
    const goToday = vi.fn();
    hit('1', { goToday }, { on: '<input>', ctrlKey: true });
    expect(goToday).toHaveBeenCalledOnce();
  });

  it('acts on a radio button, which takes no text', () => {
    const takeProposal = vi.fn();
    hit('Enter', { takeProposal }, { on: '<input type="radio">' });
    expect(takeProposal).toHaveBeenCalledOnce();
  });

  it.each([{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { shiftKey: true }])(
    'means something else with %o',
    (modifier) => {
      const undo = vi.fn();
      hit('u', { undo }, modifier);
      expect(undo).not.toHaveBeenCalled();
    },
  );

  it('may carry the modifier that its entry has', () => {
    const undo = vi.fn();
    hit('z', { undo }, { ctrlKey: true });
    hit('z', { undo }, { metaKey: true });
    expect(undo).toHaveBeenCalledTimes(2);
  });

  it('may need Shift for a sign', () => {
    const [mark, keys] = [vi.fn(), vi.fn()];
    hit('*', { mark }, { shiftKey: true });
    hit('?', { keys }, { shiftKey: true });
    expect([mark.mock.calls.length, keys.mock.calls.length]).toEqual([1, 1]);
  });

  it('with Shift is another one than without', () => {
    const [faster, slower] = [vi.fn(), vi.fn()];
    hit('S', { faster, slower }, { shiftKey: true });
    hit('s', { faster, slower });
    hit('S', { faster, slower }, { shiftKey: true, ctrlKey: true });
    expect([faster.mock.calls.length, slower.mock.calls.length]).toEqual([1, 1]);
  });

  it('rates once, however long it is held', () => {
    const rate = vi.fn();
    expect(hit('3', { rate }, { repeat: true })).toEqual({ handled: true, prevented: true });
    expect(rate).not.toHaveBeenCalled();
  });

  it('is not a shortcut while a word is being composed', () => {
    expect(hit('u', { undo: vi.fn() }, { isComposing: true }).handled).toBe(false);
  });
});

describe('Space and Enter', () => {
  it.each(['<button></button>', '<details><summary data-target></summary></details>'])(
    'belong to a focused %s',
    (on) => {
      const reveal = vi.fn();
      hit(' ', { reveal }, { on });
      hit('Enter', { reveal }, { on });
      expect(reveal).not.toHaveBeenCalled();
    },
  );

  it('leave other keys to the page while a button has the focus', () => {
    const rate = vi.fn();
    hit('3', { rate }, { on: '<button></button>' });
    expect(rate).toHaveBeenCalledOnce();
  });

  it('lets Space tick a focused check box', () => {
    const rateGood = vi.fn();
    hit(' ', { rateGood }, { on: '<input type="checkbox">' });
    expect(rateGood).not.toHaveBeenCalled();
  });
});

describe('with single keys off', () => {
  it.each(['u', '3', ' ', 'Enter', '?', '/'])('%s does nothing', (key) => {
    const all = { undo: vi.fn(), rate: vi.fn(), reveal: vi.fn(), keys: vi.fn(), search: vi.fn() };
    expect(hit(key, all, { singleKeys: false }).handled).toBe(false);
  });

  it('combinations and Escape act', () => {
    const [undo, leave] = [vi.fn(), vi.fn()];
    hit('z', { undo }, { ctrlKey: true, singleKeys: false });
    hit('Escape', { leave }, { singleKeys: false });
    expect([undo.mock.calls.length, leave.mock.calls.length]).toEqual([1, 1]);
  });

  it('a focused tick still takes its own keys', () => {
    const tick = vi.fn();
    const on = '<fieldset class="tick"><input type="radio" data-target></fieldset>';
    hit('c', { tick }, { on, singleKeys: false });
    hit('c', { tick }, { singleKeys: false });
    expect(tick).toHaveBeenCalledOnce();
  });
});

describe('while a dialog is open', () => {
  const on = '<dialog open><textarea data-target></textarea></dialog>';

  it('the page behind hears nothing', () => {
    const all = { leave: vi.fn(), undo: vi.fn() };
    expect(hit('Escape', all, { on }).handled).toBe(false);
    expect(hit('z', all, { on, ctrlKey: true }).handled).toBe(false);
  });

  it('its own keys act, while typing too', () => {
    const save = vi.fn();
    hit('Enter', { save }, { on, ctrlKey: true });
    expect(save).toHaveBeenCalledOnce();
  });
});
