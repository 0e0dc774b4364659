/**
 * The error classes of the project: what the user can mend, what is our bug, and cancellation, kept apart.
 * @module
 */

/** 2: the command was called wrongly; 1: the work itself failed. */
export type ExitCode = 1 | 2;

/**
 * Something the user can mend: a missing file, a broken model, a wrong flag.
 * Shown as one line `what; mend`, never with a stack trace.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  /**
   * @param message What is wrong and where, without a full stop.
   * @param mend The exact action that mends it.
   * @param exitCode Exit code of a command that stops here.
   */
  constructor(
    message: string,
    readonly mend: string,
    readonly exitCode: ExitCode = 1,
  ) {
    super(message);
  }

  /** The one line that a person sees. */
  get line(): string {
    return `${this.message}: ${this.mend}`;
  }
}

/** A broken promise between our own parts. Never thrown for bad input of a user. */
export class BugError extends Error {
  override readonly name = 'BugError';
}

/** The user asked for the work to stop. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';

  constructor(message = 'Cancelled') {
    super(message);
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof UserError) return thrown.line;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
