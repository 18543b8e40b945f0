/** The fake's list of takes, its rule, and its calibration. */
import type { Api } from '../api';
import { AppError } from '../errors';
import type { TakeRow } from '../generated/TakeRow';

export class FakeKeeping {
  /** Shared by all parts of the fake; newest first. */
  readonly rows: TakeRow[];

  constructor(rows: TakeRow[]) {
    this.rows = rows;
  }

  takesOf(..._: Parameters<Api['takesOf']>): Awaited<ReturnType<Api['takesOf']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  takes(..._: Parameters<Api['takes']>): Awaited<ReturnType<Api['takes']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  setKeepRule(..._: Parameters<Api['setKeepRule']>): Awaited<ReturnType<Api['setKeepRule']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  keepTake(..._: Parameters<Api['keepTake']>): Awaited<ReturnType<Api['keepTake']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  deleteTakes(..._: Parameters<Api['deleteTakes']>): Awaited<ReturnType<Api['deleteTakes']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  exportTake(..._: Parameters<Api['exportTake']>): Awaited<ReturnType<Api['exportTake']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  revealTake(..._: Parameters<Api['revealTake']>): Awaited<ReturnType<Api['revealTake']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  calibration(..._: Parameters<Api['calibration']>): Awaited<ReturnType<Api['calibration']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }
}
