/** The fake's take pages and judgements. */
import type { Api } from '../api';
import { AppError } from '../errors';
import type { TakeChanged } from '../generated/TakeChanged';
import type { TakeRow } from '../generated/TakeRow';

export class FakeTakes {
  /** Shared by all parts of the fake; newest first. */
  readonly rows: TakeRow[];

  constructor(rows: TakeRow[]) {
    this.rows = rows;
  }

  predictTake(..._: Parameters<Api['predictTake']>): Awaited<ReturnType<Api['predictTake']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  takePage(..._: Parameters<Api['takePage']>): Awaited<ReturnType<Api['takePage']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  takeAudio(..._: Parameters<Api['takeAudio']>): Awaited<ReturnType<Api['takeAudio']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  saveTakeWork(..._: Parameters<Api['saveTakeWork']>): Awaited<ReturnType<Api['saveTakeWork']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  proposeTakeRating(
    ..._: Parameters<Api['proposeTakeRating']>
  ): Awaited<ReturnType<Api['proposeTakeRating']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  assessTake(..._: Parameters<Api['assessTake']>): Awaited<ReturnType<Api['assessTake']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  undoTakeAssessment(
    ..._: Parameters<Api['undoTakeAssessment']>
  ): Awaited<ReturnType<Api['undoTakeAssessment']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  regradeTake(..._: Parameters<Api['regradeTake']>): Awaited<ReturnType<Api['regradeTake']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  listen(_listener: (change: TakeChanged) => void): () => void {
    return () => undefined;
  }
}
