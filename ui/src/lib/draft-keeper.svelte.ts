import { AppError } from '$lib/api/errors';
import type { AnswerDraft } from '$lib/api/generated/AnswerDraft';

/** Where a draft goes; settles when it is on the disk. */
type Save = (draft: AnswerDraft) => Promise<void>;

/** After the last key press. */
const PAUSE_MS = 250;
/** One who types without a pause is saved this often: with the save itself well within a second. */
const AT_MOST_MS = 500;

const empty: AnswerDraft = { notes: '', code: '', language: 'python', chosen: [] };

/** What the candidate writes: always on screen, and soon on the disk. One save at a time. */
export class DraftKeeper {
  draft = $state.raw<AnswerDraft>(empty);
  /** Why the last save failed; nothing on screen is lost by it. */
  problem = $state.raw<AppError | null>(null);
  /** The answer on screen, and what is kept of it. */
  #answer: { id: string; save: Save; kept: AnswerDraft } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: number | null = null;
  #saving: Promise<void> = Promise.resolve();

  /** Shows what was written to an answer. The same answer keeps what is on screen. */
  open(id: string, draft: AnswerDraft, save: Save): void {
    if (this.#answer?.id === id) return;
    void this.flush(); // what was typed in the last moment still belongs to the answer before
    this.#answer = { id, save, kept: draft };
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
      await answer.save(draft);
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
