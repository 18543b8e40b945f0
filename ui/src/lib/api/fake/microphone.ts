/** The fake's microphone: it hears nothing, and records it. */
import type { Api } from '../api';
import { AppError } from '../errors';
import type { MicrophoneView } from '../generated/MicrophoneView';
import type { TakeRow } from '../generated/TakeRow';

export class FakeMicrophone {
  /** Shared by all parts of the fake; newest first. */
  readonly rows: TakeRow[];

  constructor(rows: TakeRow[]) {
    this.rows = rows;
  }

  microphones(..._: Parameters<Api['microphones']>): Awaited<ReturnType<Api['microphones']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  openMicrophone(
    ..._: Parameters<Api['openMicrophone']>
  ): Awaited<ReturnType<Api['openMicrophone']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  closeMicrophone(
    ..._: Parameters<Api['closeMicrophone']>
  ): Awaited<ReturnType<Api['closeMicrophone']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  microphone(..._: Parameters<Api['microphone']>): Awaited<ReturnType<Api['microphone']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  recordPage(..._: Parameters<Api['recordPage']>): Awaited<ReturnType<Api['recordPage']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  startTake(..._: Parameters<Api['startTake']>): Awaited<ReturnType<Api['startTake']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  finishTake(..._: Parameters<Api['finishTake']>): Awaited<ReturnType<Api['finishTake']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  discardTake(..._: Parameters<Api['discardTake']>): Awaited<ReturnType<Api['discardTake']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  saveTakeText(..._: Parameters<Api['saveTakeText']>): Awaited<ReturnType<Api['saveTakeText']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  recordInterview(
    ..._: Parameters<Api['recordInterview']>
  ): Awaited<ReturnType<Api['recordInterview']>> {
    throw new AppError('internal', 'The fake does not do this yet.');
  }

  listen(_listener: (microphone: MicrophoneView) => void): () => void {
    return () => undefined;
  }
}
