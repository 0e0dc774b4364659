/**
 * From the words behind `skald` to an exit code: finds the command, runs it, and turns what it throws into one line.
 * @module
 */
import { UserError, type ExitCode } from '../base/errors';
import { COMMANDS, type CommandEntry } from './commands';
import { errorLine } from './error-line';
import type { Terminal } from './terminal';

/** Runs one command line; never throws. */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
): Promise<0 | ExitCode> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    terminal.progress('');
    terminal.note(errorLine(error));
    return error instanceof UserError ? error.exitCode : 1;
  }
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<0 | ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined) {
    terminal.note(overview());
    return 2;
  }
  if (name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    terminal.write(overview() + '\n');
    return 0;
  }
  if (name === 'help') return dispatch([...rest.slice(0, 1), '--help'], terminal);
  const entry = COMMANDS.find((command) => command.name === name);
  if (entry === undefined) {
    throw new UserError(`unknown command "${name}"`, 'see `skald --help`', 2);
  }
  const command = await entry.load();
  if (asksForHelp(rest)) {
    terminal.write(command.help.trim() + '\n');
    return 0;
  }
  return command.run(rest, terminal);
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((a) => a === '--help' || a === '-h');
}

function overview(): string {
  const width = Math.max(...COMMANDS.map((command: CommandEntry) => command.name.length));
  return [
    'skald turns speech into text on this machine.',
    '',
    'Usage: skald COMMAND …      skald COMMAND --help',
    '',
    ...COMMANDS.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
  ].join('\n');
}
