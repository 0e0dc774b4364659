/**
 * Paths, and what a screen and a pipe get to see.
 * @module
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { processTerminal, userPath } from '../../../src/cli/terminal';
import { recordingTerminal } from './recording-terminal';

/** Replaces the two streams' `write` and the question whether they are screens. */
function watched(isTTY: boolean): { out: string[]; error: string[] } {
  const seen = { out: [] as string[], error: [] as string[] };
  for (const [stream, texts] of [
    [process.stdout, seen.out],
    [process.stderr, seen.error],
  ] as const) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      texts.push(String(text));
      return true;
    });
    Object.defineProperty(stream, 'isTTY', { value: isTTY, configurable: true });
    Object.defineProperty(stream, 'columns', { value: 10, configurable: true });
  }
  return seen;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('userPath', () => {
  it('resolves from the folder in which the command was typed', () => {
    const terminal = recordingTerminal('/home/ada');
    expect(userPath(terminal, 'a/b.wav')).toBe('/home/ada/a/b.wav');
    expect(userPath(terminal, '/c.wav')).toBe('/c.wav');
  });
});

describe('processTerminal', () => {
  it('starts paths at INIT_CWD, which npm sets, else at the working folder', () => {
    vi.stubEnv('INIT_CWD', '/home/ada');
    expect(processTerminal().folder).toBe('/home/ada');
    vi.stubEnv('INIT_CWD', undefined);
    expect(processTerminal().folder).toBe(process.cwd());
  });

  it('writes results to standard output and notes to standard error', () => {
    const seen = watched(false);
    const terminal = processTerminal();
    terminal.write('text\n');
    terminal.note('note');
    expect(seen).toEqual({ out: ['text\n'], error: ['note\n'] });
  });

  it('shows nothing that passes to a pipe', () => {
    const seen = watched(false);
    const terminal = processTerminal();
    terminal.progress('10 %');
    terminal.unfinished('hello wor');
    expect(seen).toEqual({ out: [], error: [] });
  });

  it('draws the passing lines again on a screen, cut to its width', () => {
    const seen = watched(true);
    const terminal = processTerminal();
    terminal.unfinished('hello');
    terminal.unfinished('hello');
    terminal.unfinished('hello wide world');
    terminal.write('done\n');
    expect(seen.out).toEqual(['\r\u001b[Khello', '\r\u001b[Kide world', '\r\u001b[K', 'done\n']);
  });

  it('turns the first Ctrl+C into a signal', () => {
    const signal = processTerminal().interruption();
    expect(signal.aborted).toBe(false);
    process.emit('SIGINT');
    expect(signal.aborted).toBe(true);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
