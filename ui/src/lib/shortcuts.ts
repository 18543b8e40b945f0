/**
 * The keys of the program: one table for the handlers and for the dialog that lists them.
 * A view hands `press` what it can do now; entries that it does not name do nothing there.
 */

export type Group =
  | 'Everywhere'
  | 'Reviewing'
  | 'Judging an answer'
  | 'Answering aloud'
  | 'Listening to a take'
  | 'In an interview'
  | 'In a report'
  | 'This card'
  | 'Editing';

interface Shortcut {
  readonly action: string;
  readonly group: Group;
  /** What it does, as the dialog says it. */
  readonly does: string;
  /** `u`, `Space`, `Shift+V`, `Ctrl+Z`. Ctrl stands for Command on a Mac. */
  readonly keys: readonly string[];
  /** Acts inside an open dialog, and there even while typing. */
  readonly inDialog?: true;
  /** Acts on a control that has the focus, so it stays when single keys are off. */
  readonly near?: string;
}

export const shortcuts = [
  { action: 'keys', group: 'Everywhere', does: 'Show these keys', keys: ['?'] },
  { action: 'search', group: 'Everywhere', does: 'Search the library', keys: ['/', 'Ctrl+K'] },
  { action: 'goToday', group: 'Everywhere', does: 'Go to Today', keys: ['Ctrl+1'] },
  { action: 'goLibrary', group: 'Everywhere', does: 'Go to the library', keys: ['Ctrl+2'] },
  { action: 'goSettings', group: 'Everywhere', does: 'Go to Settings', keys: ['Ctrl+3'] },
  { action: 'goInterviews', group: 'Everywhere', does: 'Go to Interviews', keys: ['Ctrl+4'] },
  { action: 'goTakes', group: 'Everywhere', does: 'Go to Takes', keys: ['Ctrl+5'] },
  { action: 'start', group: 'Everywhere', does: 'Start reviewing (on Today)', keys: ['Space'] },
  {
    action: 'undo',
    group: 'Everywhere',
    does: 'Undo the last answer or action of today; in a report, the assessment',
    keys: ['u', 'Ctrl+Z'],
  },

  {
    action: 'choose',
    group: 'Reviewing',
    does: 'Pick a choice',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
  },
  { action: 'hint', group: 'Reviewing', does: 'Open or close the hint', keys: ['h'] },
  {
    action: 'reveal',
    group: 'Reviewing',
    does: 'Show the answer, or check the choice',
    keys: ['Space', 'Enter'],
  },
  {
    action: 'followUps',
    group: 'Reviewing',
    does: 'Take the ticked follow-ups',
    keys: ['f', 'Enter'],
  },
  { action: 'continue', group: 'Reviewing', does: 'Go on without follow-ups', keys: ['Space'] },
  {
    action: 'leave',
    group: 'Reviewing',
    does: 'Leave the session, the interview, or the take',
    keys: ['Escape'],
  },

  {
    action: 'tick',
    group: 'Judging an answer',
    does: 'Judge the focused key point, else the first open one: covered, partly, missed',
    keys: ['c', 'p', 'm'],
    near: '.tick',
  },
  {
    action: 'rate',
    group: 'Judging an answer',
    does: 'Rate Again, Hard, Good, Easy',
    keys: ['1', '2', '3', '4'],
  },
  { action: 'rateGood', group: 'Judging an answer', does: 'Rate Good', keys: ['Space'] },
  {
    action: 'takeProposal',
    group: 'Judging an answer',
    does: 'Take the proposed rating; without one, rate Good',
    keys: ['Enter'],
  },

  {
    action: 'record',
    group: 'Answering aloud',
    does: 'Answer the question aloud (in a review)',
    keys: ['Shift+V'],
  },
  {
    action: 'playTake',
    group: 'Answering aloud',
    does: 'Listen to the newest take of the question (in a review)',
    keys: ['v'],
  },
  {
    action: 'endTake',
    group: 'Answering aloud',
    does: 'End the take; without one, begin it',
    keys: ['Ctrl+Enter', 'Space', 'Enter', 'Shift+V'],
  },
  {
    action: 'startOver',
    group: 'Answering aloud',
    does: 'Throw the take away and start over',
    keys: ['Alt+O'],
  },

  {
    action: 'predict',
    group: 'Listening to a take',
    does: 'Say how it went, before anything is revealed: Again, Hard, Good, Easy',
    keys: ['1', '2', '3', '4'],
  },
  { action: 'play', group: 'Listening to a take', does: 'Play, or pause', keys: ['Space'] },
  { action: 'back5', group: 'Listening to a take', does: 'Back five seconds', keys: ['j'] },
  {
    action: 'nextPause',
    group: 'Listening to a take',
    does: 'To the word after the next long pause',
    keys: ['n'],
  },
  { action: 'restart', group: 'Listening to a take', does: 'From the beginning', keys: ['r'] },
  {
    action: 'moment',
    group: 'Listening to a take',
    does: 'Mark this moment on the time line',
    keys: ['b'],
  },
  {
    action: 'skipPauses',
    group: 'Listening to a take',
    does: 'Skip pauses over one second, or play them',
    keys: ['x'],
  },
  {
    action: 'loop',
    group: 'Listening to a take',
    does: 'Loop: set its beginning, then its end, then end it',
    keys: ['l'],
  },
  {
    action: 'faster',
    group: 'Listening to a take',
    does: 'The next speed, round and round',
    keys: ['s'],
  },
  {
    action: 'slower',
    group: 'Listening to a take',
    does: 'The speed before',
    keys: ['Shift+S'],
  },
  {
    action: 'takeDerived',
    group: 'Listening to a take',
    does: 'Take the rating that the ticks amount to',
    keys: ['Enter'],
  },

  {
    action: 'begin',
    group: 'In an interview',
    does: 'Take up the unfinished interview, or begin the chosen one (on Interviews)',
    keys: ['Enter'],
  },
  {
    action: 'answered',
    group: 'In an interview',
    does: 'I have answered; after the key points, the next question',
    keys: ['Ctrl+Enter'],
  },
  { action: 'next', group: 'In an interview', does: 'The next question', keys: ['Enter'] },
  { action: 'resume', group: 'In an interview', does: 'Go on after a pause', keys: ['Enter'] },
  { action: 'notes', group: 'In an interview', does: 'Write notes', keys: ['Alt+N'] },
  { action: 'code', group: 'In an interview', does: 'Open or close the editor', keys: ['Alt+C'] },
  { action: 'again', group: 'In an interview', does: 'Hear the question again', keys: ['Alt+R'] },
  { action: 'askHint', group: 'In an interview', does: 'Ask for a hint', keys: ['Alt+H'] },
  { action: 'pause', group: 'In an interview', does: 'Pause, or go on', keys: ['Alt+P'] },
  {
    action: 'previous',
    group: 'In an interview',
    does: 'Back to the question before',
    keys: ['Alt+B'],
  },
  { action: 'skip', group: 'In an interview', does: 'Skip the question', keys: ['Alt+S'] },
  { action: 'extend', group: 'In an interview', does: 'Two more minutes', keys: ['Alt+E'] },
  { action: 'seconds', group: 'In an interview', does: 'Show seconds', keys: ['Alt+T'] },
  {
    action: 'recording',
    group: 'In an interview',
    does: 'Record the answers, or no longer',
    keys: ['Alt+V'],
  },
  { action: 'end', group: 'In an interview', does: 'End the interview', keys: ['Alt+Q'] },

  {
    action: 'assess',
    group: 'In a report',
    does: 'Assess the answers that are not',
    keys: ['a'],
  },
  {
    action: 'print',
    group: 'In a report',
    does: 'Print the report with all answers',
    keys: ['Ctrl+P'],
  },
  {
    action: 'settle',
    group: 'In a report',
    does: 'Assess a multiple choice, else go to the next question',
    keys: ['Enter'],
  },

  { action: 'edit', group: 'This card', does: 'Edit the question', keys: ['e'] },
  { action: 'mark', group: 'This card', does: 'Mark, or remove the mark', keys: ['*'] },
  { action: 'bury', group: 'This card', does: 'Bury until the next study day', keys: ['-'] },
  { action: 'suspend', group: 'This card', does: 'Suspend until resumed', keys: ['@'] },
  { action: 'info', group: 'This card', does: 'Show history and memory', keys: ['i'] },

  {
    action: 'save',
    group: 'Editing',
    does: 'Save the edited question',
    keys: ['Ctrl+Enter'],
    inDialog: true,
  },
] as const satisfies readonly Shortcut[];

export type Action = (typeof shortcuts)[number]['action'];

/** Called with the key that was pressed; `false` says that it did not apply just now. */
export type Handler = (key: string) => unknown;
export type Handlers = Partial<Record<Action, Handler>>;

const table: readonly (Shortcut & { readonly action: Action })[] = shortcuts;

/** The keys of an action, as keycaps show them. */
export function keysOf(action: Action): string[] {
  return (table.find((entry) => entry.action === action)?.keys ?? []).map(keycap);
}

/** Whether a keycap's key acts even when single keys are switched off. */
export function actsAlways(cap: string): boolean {
  return cap === 'Esc' || /^(Ctrl|Alt) /.test(cap);
}

/** An entry's keys as keycaps; a long row of digits as its ends. */
export function keycaps(keys: readonly string[]): string[] {
  const [first, last] = [keys[0], keys.at(-1)];
  return keys.length > 4 && first && last ? [`${first} to ${last}`] : keys.map(keycap);
}

function keycap(key: string): string {
  return key.replace('Escape', 'Esc').replace('+', ' ');
}

export interface KeyOptions {
  /** The setting: whether keys without Ctrl or Alt act. */
  singleKeys: boolean;
}

/** Handles one key press. True when something was done; the event is consumed then. */
export function press(event: KeyboardEvent, handlers: Handlers, options: KeyOptions): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const target = event.target instanceof Element ? event.target : null;
  const inDialog = document.querySelector('dialog[open]') !== null;

  for (const entry of table) {
    const handler = handlers[entry.action];
    const key = handler && entry.keys.find((candidate) => matches(event, candidate));
    if (!handler || key === undefined) continue;
    if (inDialog !== (entry.inDialog ?? false)) continue;
    // While typing only combinations act, and undo is then the text's own.
    if (!entry.inDialog && isTyping(target) && !(isCombination(key) && entry.action !== 'undo'))
      continue;
    if (belongsToControl(key, target)) continue;
    const focused = entry.near !== undefined && target?.closest(entry.near) != null;
    if (!options.singleKeys && !isCombination(key) && key !== 'Escape' && !focused) continue;
    if (event.repeat) {
      event.preventDefault(); // a held key scrolls nothing and rates nothing twice
      return true;
    }
    if (handler(key) === false) continue;
    event.preventDefault();
    return true;
  }
  return false;
}

function isCombination(key: string): boolean {
  return key.length > 1 && /^(Ctrl|Alt)\+/.test(key);
}

function matches(event: KeyboardEvent, key: string): boolean {
  const pressed = event.key === ' ' ? 'Space' : event.key;
  if (isCombination(key)) {
    const [modifier, rest = ''] = key.split('+');
    const control = event.ctrlKey || event.metaKey;
    return (
      control === (modifier === 'Ctrl') &&
      event.altKey === (modifier === 'Alt') &&
      !event.shiftKey &&
      pressed.toLowerCase() === rest.toLowerCase()
    );
  }
  if (key.startsWith('Shift+')) {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.shiftKey) return false;
    return pressed.toLowerCase() === key.slice('Shift+'.length).toLowerCase();
  }
  // Signs need Shift or AltGr on many keyboards; AltGr reports itself as Ctrl and Alt.
  const isSign = key.length === 1 && !/[a-z0-9]/.test(key);
  if (isSign && pressed === key) {
    return event.getModifierState('AltGraph') || !(event.ctrlKey || event.metaKey || event.altKey);
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  return pressed === key || (key.length === 1 && pressed.toLowerCase() === key);
}

const NOT_TYPED_INTO = ['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'color', 'file'];

function isTyping(target: Element | null): boolean {
  if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.includes(target.type);
  return (
    target?.closest('textarea, select, [contenteditable=""], [contenteditable="true"]') != null
  );
}

/** Space and Enter on a focused control act on that control. */
function belongsToControl(key: string, target: Element | null): boolean {
  if (key !== 'Space' && key !== 'Enter') return false;
  if (target?.closest('button, summary, [role^="menuitem"]')) return true;
  if (key === 'Enter') return target?.closest('a[href]') != null;
  return target instanceof HTMLInputElement;
}
