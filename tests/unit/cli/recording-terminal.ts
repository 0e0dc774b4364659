/**
 * A terminal that keeps what a command says.
 * @module
 */
import type { Terminal } from '../../../src/cli/terminal';

export interface RecordingTerminal extends Terminal {
  /** All of standard output. */
  readonly output: () => string;
  /** Lines of standard error. */
  readonly notes: string[];
  /** Ctrl+C. */
  interrupt(): void;
}

/** @param folder Where relative paths start. */
export function recordingTerminal(folder: string = process.cwd()): RecordingTerminal {
  const written: string[] = [];
  const notes: string[] = [];
  const controller = new AbortController();
  return {
    write: (text) => void written.push(text),
    note: (line) => void notes.push(line),
    progress: () => undefined,
    unfinished: () => undefined,
    folder,
    interruption: () => controller.signal,
    output: () => written.join(''),
    notes,
    interrupt: () => {
      controller.abort();
    },
  };
}
