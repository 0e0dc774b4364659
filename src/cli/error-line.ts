/**
 * The one line that a person sees of an error, never a stack.
 * @module
 */
import { BugError, CancelledError, UserError, messageOf } from '../base/errors';

/** One line for anything that was thrown. */
export function errorLine(error: unknown): string {
  const message = messageOf(error).replace(/\s*\n\s*/g, ' ');
  if (error instanceof UserError) return `skald: ${message}`;
  if (error instanceof CancelledError) return 'skald: stopped';
  if (error instanceof BugError) return `skald: a fault of our own, please report it: ${message}`;
  return `skald: unexpected failure, please report it: ${message}`;
}
