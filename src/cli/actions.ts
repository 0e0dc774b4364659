/**
 * Commands that do several things, each named by the first argument: `skald model verify …`.
 * @module
 */
import type { ExitCode } from '../base/errors';
import { usageError } from './command';
import type { Terminal } from './terminal';

/** Says how it ended where that is not well or it may be stopped. */
export type Action = (
  args: readonly string[],
  terminal: Terminal,
) => Promise<0 | ExitCode> | Promise<void>;

/** Actions by name. */
export type Actions = Readonly<Record<string, Action>>;

/**
 * Runs the action that is named first with the other arguments.
 * @throws UserError (exit 2) where none is named, or none that there is.
 */
export async function runAction(
  command: string,
  actions: Actions,
  [name, ...args]: readonly string[],
  terminal: Terminal,
): Promise<0 | ExitCode> {
  const known = Object.keys(actions).join(', ');
  if (name === undefined) throw usageError(command, `an action is missing: ${known}`);
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw usageError(command, `unknown action "${name}"; there are ${known}`);
  const code = await action(args, terminal);
  return typeof code === 'number' ? code : 0;
}
