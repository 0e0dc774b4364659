/**
 * Finding commands, help and exit codes.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands';
import { runCommandLine } from '../../../src/cli/run';
import { recordingTerminal } from './recording-terminal';

describe('runCommandLine', () => {
  it('shows the overview and exits 2 without a command', async () => {
    const terminal = recordingTerminal();
    expect(await runCommandLine([], terminal)).toBe(2);
    expect(terminal.notes.join('\n')).toContain('Usage: skald COMMAND');
    expect(terminal.output()).toBe('');
  });

  it.each([['--help'], ['-h'], ['help']])(
    'prints the overview for %s and exits 0',
    async (flag) => {
      const terminal = recordingTerminal();
      expect(await runCommandLine([flag], terminal)).toBe(0);
      for (const { name } of COMMANDS) expect(terminal.output()).toContain(`  ${name} `);
    },
  );

  it('names an unknown command in one line and exits 2', async () => {
    const terminal = recordingTerminal();
    expect(await runCommandLine(['sing'], terminal)).toBe(2);
    expect(terminal.notes).toEqual(['skald: unknown command "sing": see `skald --help`']);
  });

  it.each(COMMANDS.map(({ name }) => name))('has help for %s', async (name) => {
    for (const args of [
      [name, '--help'],
      ['help', name],
    ]) {
      const terminal = recordingTerminal();
      expect(await runCommandLine(args, terminal)).toBe(0);
      expect(terminal.output()).toMatch(new RegExp(`^Usage: skald ${name}`));
      expect(terminal.notes).toEqual([]);
    }
  });

  it.each(COMMANDS.map(({ name }) => name))('refuses an unknown option of %s', async (name) => {
    const terminal = recordingTerminal();
    expect(await runCommandLine([name, '--no-such-option'], terminal)).toBe(2);
    expect(terminal.notes).toHaveLength(1);
    expect(terminal.notes[0]).toMatch(/^skald: .*no-such-option.*--help/);
  });
});
