/**
 * What a command is, and how its arguments become values or one clear line.
 * @module
 */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UserError, type ExitCode } from '../base/errors';
import type { Terminal } from './terminal';

/** A command of `skald`. */
export interface Command {
  /** What `skald NAME --help` prints. */
  readonly help: string;
  /**
   * Does the work.
   * @param args What stands behind the command's name.
   * @returns The exit code.
   * @throws UserError for what the user can mend.
   */
  run(args: readonly string[], terminal: Terminal): Promise<0 | ExitCode>;
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Parsed arguments: option values by name, and the rest. */
export type ParsedArguments<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>
>;

/**
 * Parses `args`.
 * @throws UserError (exit 2) that names the unknown or broken option.
 */
export function parseCommand<O extends Options>(
  name: string,
  args: readonly string[],
  options: O,
): ParsedArguments<O> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node adds advice after the first sentence; ours is the help.
    const [what = error.message] = error.message.split(/\.\s|\n/);
    throw usageError(name, what.replace(/\.$/, ''));
  }
}

/** The command was called wrongly. */
export function usageError(command: string, message: string): UserError {
  return new UserError(message, `see \`skald ${command} --help\``, 2);
}

/**
 * The value of an option that takes a whole number of at least `least`.
 * @throws UserError (exit 2) for anything else.
 */
export function wholeNumber(
  command: string,
  option: string,
  text: string | undefined,
  least: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw usageError(
      command,
      `--${option} needs a whole number of at least ${least}, not "${text}"`,
    );
  }
  return value;
}

/**
 * The value of an option that takes one of a few words.
 * @throws UserError (exit 2) for anything else.
 */
export function oneOf<T extends string>(
  command: string,
  option: string,
  text: string,
  choices: readonly T[],
): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) {
    throw usageError(command, `--${option} must be one of ${choices.join(', ')}, not "${text}"`);
  }
  return found;
}

/**
 * Commands that take no positional arguments call this.
 * @throws UserError (exit 2) if there is one.
 */
export function noMore(command: string, positionals: readonly string[]): void {
  const [first] = positionals;
  if (first !== undefined) throw usageError(command, `unexpected argument "${first}"`);
}

/**
 * The only positional argument of a command that takes one.
 * @param name What the help calls it.
 * @throws UserError (exit 2) if it is missing, or not the only one.
 */
export function onlyArgument(
  command: string,
  [only, ...others]: readonly string[],
  name: string,
): string {
  if (only === undefined) throw usageError(command, `${name} is missing`);
  noMore(command, others);
  return only;
}
