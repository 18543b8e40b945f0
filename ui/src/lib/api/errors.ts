import type { CommandError } from './generated/CommandError';
import type { ErrorCode } from './generated/ErrorCode';

/** Why a command failed: a code to act on, a sentence to show. */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'AppError';
    this.code = code;
  }

  /** Whatever was thrown, as an AppError. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    if (isCommandError(thrown)) return new AppError(thrown.code, thrown.message);
    return new AppError('internal', thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function isCommandError(value: unknown): value is CommandError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    'message' in value &&
    typeof value.code === 'string' &&
    typeof value.message === 'string'
  );
}
