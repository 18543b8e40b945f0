import { createContext } from 'svelte';
import type { Scope } from './api/generated/Scope';
import type { Sort } from './api/generated/Sort';
import type { Settings } from './api/generated/Settings';
import type { Today } from './api/generated/Today';
import { painted } from './painted';
import { type Handlers, press } from './shortcuts';

/** A question of an interview: its stage, and its place in it, from 0. */
export interface QuestionPlace {
  stage: number;
  turn: number;
}

/** Where the learner is. In memory only: the window has no address. */
export type Route =
  | { view: 'today' }
  /**
   * `query` fills the search (without one it is as one left it), `focusSearch` puts the cursor
   * there, `card` opens that card, `decks` shows the decks.
   */
  | { view: 'library'; query?: string; card?: string; focusSearch?: true; decks?: true }
  | { view: 'settings' }
  /** `scope` null looks at the session that is under way. */
  | { view: 'review'; scope: Scope | null }
  | { view: 'interviews' }
  /** The interview that runs, or that waits to be taken up again. */
  | { view: 'interview' }
  /** `at` is the question that one comes back from. */
  | { view: 'interview-report'; id: string; at?: QuestionPlace }
  /** One question of a report, to be judged; null the first that is not. */
  | { view: 'interview-assess'; id: string; at: QuestionPlace | null }
  /** With `compare` shows two interviews side by side. */
  | { view: 'interview-history'; compare?: [string, string] }
  /** A card is answered aloud; `shorterThan` is the take that is said again in half its budget. */
  | { view: 'record'; card: string; shorterThan: string | null; from: Route }
  /** A take is listened to and judged; `blind` judges it again without seeing the first judgement. */
  | { view: 'take'; id: string; blind: boolean; from: Route }
  /** Two takes side by side. */
  | { view: 'take-compare'; ids: [string, string]; from: Route }
  /** All takes; or how well one judges them. */
  | { view: 'takes'; part?: 'calibration' };

/** Where the learner was in the library, for the way back. */
export interface LibraryPlace {
  query: string;
  sort: Sort;
  card: string | null;
  decks: boolean;
}

/** What the list of takes showed, for the way back from one of them. */
export interface TakesPlace {
  words: string;
  show: 'all' | 'open' | 'starred';
  inInterviews: boolean;
  /** The take that was opened. */
  take: string | null;
}

/** What all views share: where one is, the settings in force, the voice, the keys. */
export class Shell {
  route = $state.raw<Route>({ view: 'today' });
  settings = $state.raw<Settings>({
    theme: 'system',
    textPercent: 100,
    singleKeys: true,
    announceTime: true,
    speakQuestions: false,
    recordInterviews: false,
    microphone: null,
    rolloverHour: 4,
  });
  /** Read out politely by screen readers. */
  spoken = $state('');
  keysShown = $state(false);
  /** The address outside that waits for the learner's consent. */
  link = $state<string | null>(null);
  /** Kept while the program runs; not on screen, so not reactive. */
  libraryPlace: LibraryPlace = { query: '', sort: 'relevance', card: null, decks: false };
  takesPlace: TakesPlace = { words: '', show: 'all', inInterviews: false, take: null };
  /** What Today shows when the program opens; it takes it once. */
  firstToday: Today | null = null;
  #standing: () => void;

  constructor(onStanding: () => void = () => undefined) {
    this.#standing = onStanding;
  }

  go(route: Route): void {
    this.route = route;
  }

  announce(text: string): void {
    // The same words twice are a change only if they differ in something.
    this.spoken = text === this.spoken ? `${text}\u00a0` : text;
  }

  /** To be called by each view when its data (or its error) is on screen; only the first counts. */
  standing(): void {
    const report = this.#standing;
    this.#standing = () => undefined;
    void painted().then(report);
  }

  /** Handles a key press with what the view can do now: `<svelte:window onkeydown>`. */
  press(event: KeyboardEvent, handlers: Handlers): boolean {
    return press(event, handlers, { singleKeys: this.settings.singleKeys });
  }
}

export const [getShell, setShell] = createContext<Shell>();
