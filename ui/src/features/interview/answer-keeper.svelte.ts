import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { AnswerDraft } from '$lib/api/generated/AnswerDraft';

type KeeperApi = Pick<Api, 'saveAnswer'>;

/** Which question an answer belongs to. */
export interface AnswerPlace {
  interview: string;
  stage: number;
  turn: number;
}

/** After the last key press. */
const PAUSE_MS = 250;
/** One who types without a pause is saved this often: with the save itself well within a second. */
const AT_MOST_MS = 500;

const empty: AnswerDraft = { notes: '', code: '', language: 'python', chosen: [] };

/** What the candidate writes: always on screen, and soon on the disk. One save at a time. */
export class AnswerKeeper {
  draft = $state.raw<AnswerDraft>(empty);
  /** Why the last save failed; nothing on screen is lost by it. */
  problem = $state.raw<AppError | null>(null);
  #api: KeeperApi;
  /** The question on screen, and what is kept of its answer. */
  #answer: { place: AnswerPlace; kept: AnswerDraft } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: number | null = null;
  #saving: Promise<void> = Promise.resolve();

  constructor(api: KeeperApi) {
    this.#api = api;
  }

  /** Shows what was written to a question. The same question keeps what is on screen. */
  open(place: AnswerPlace, draft: AnswerDraft): void {
    if (this.#answer && same(this.#answer.place, place)) return;
    void this.flush(); // what was typed in the last moment still belongs to the question before
    this.#answer = { place, kept: draft };
    this.draft = draft;
    this.problem = null;
  }

  change(part: Partial<AnswerDraft>): void {
    this.draft = { ...this.draft, ...part };
    const now = Date.now();
    this.#since ??= now;
    const wait = Math.min(PAUSE_MS, Math.max(0, this.#since + AT_MOST_MS - now));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  /** Saves at once what is not saved yet. Says whether all of it is kept. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#since = null;
    const { draft } = this;
    const answer = this.#answer;
    const saving = this.#saving.then(async () => {
      if (!answer || answer.kept === draft) return;
      await this.#api.saveAnswer({ ...answer.place, draft });
      answer.kept = draft;
    });
    this.#saving = saving.catch(() => undefined);
    try {
      await saving;
      if (answer === this.#answer) this.problem = null;
      return true;
    } catch (thrown) {
      if (answer === this.#answer) this.problem = AppError.from(thrown);
      return false;
    }
  }
}

function same(one: AnswerPlace, other: AnswerPlace): boolean {
  return one.interview === other.interview && one.stage === other.stage && one.turn === other.turn;
}
