/**
 * Trainings that Ctrl+C stops and `--resume` goes on with.
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, type ExitCode } from '../base/errors';
import { userPath, type Terminal } from './terminal';

/** What a training is given of the terminal. */
export interface Watching {
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

/** Runs `train`; where Ctrl+C stopped it, says how to go on. */
export async function untilStopped(
  terminal: Terminal,
  train: (watching: Watching) => Promise<unknown>,
): Promise<0 | ExitCode> {
  const signal = terminal.interruption();
  const onProgress = (line: string): void => {
    terminal.note(line);
  };
  try {
    await train({ signal, onProgress });
  } catch (error) {
    if (!(error instanceof CancelledError && signal.aborted)) throw error;
    terminal.note('skald: stopped; `--resume` goes on from the last checkpoint');
    return 1;
  }
  return 0;
}

/** Writes what a training made, in a folder that may not be there yet. */
export async function writeMade(
  terminal: Terminal,
  output: string,
  bytes: Uint8Array,
): Promise<void> {
  const file = userPath(terminal, output);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
}
