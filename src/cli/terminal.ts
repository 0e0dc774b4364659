/**
 * What a command sees of the outside: two streams, a folder and Ctrl+C. Tests pass one that records.
 * @module
 */
import { resolve } from 'node:path';

/** The terminal in which a command runs. */
export interface Terminal {
  /** Result text to standard output, as it is. */
  write(text: string): void;
  /** One line to standard error: errors and notes. */
  note(line: string): void;
  /** Shows how far the work is, on standard error; '' takes it away. Nothing happens where nobody looks. */
  progress(text: string): void;
  /** Shows text that may still change, on standard output; '' takes it away. Likewise for screens only. */
  unfinished(text: string): void;
  /** Relative paths start here. */
  readonly folder: string;
  /** Aborted at the first Ctrl+C after the call; a second one ends the process. */
  interruption(): AbortSignal;
}

/** `path` as the user meant it: from the folder in which the command was typed. */
export function userPath(terminal: Terminal, path: string): string {
  return resolve(terminal.folder, path);
}

/** The terminal of this process. npm runs scripts in the package's folder, so its `INIT_CWD` wins. */
export function processTerminal(): Terminal {
  const results = new PassingLine(process.stdout);
  const state = new PassingLine(process.stderr);
  leaveQuietlyWhenReaderLeaves();
  return {
    write(text): void {
      results.show('');
      state.show('');
      process.stdout.write(text);
    },
    note(line): void {
      results.show('');
      state.show('');
      process.stderr.write(`${line}\n`);
    },
    progress(text): void {
      state.show(text);
    },
    unfinished(text): void {
      results.show(text);
    },
    folder: process.env['INIT_CWD'] ?? process.cwd(),
    interruption(): AbortSignal {
      const controller = new AbortController();
      process.once('SIGINT', () => {
        controller.abort();
      });
      return controller.signal;
    },
  };
}

const CLEAR_LINE = '\r\u001b[K';

/** The last line of a screen, drawn again and again. */
class PassingLine {
  private shown = '';

  constructor(private readonly stream: NodeJS.WriteStream) {}

  /** Shows the end of `text` that fits on one line. */
  show(text: string): void {
    if (!this.stream.isTTY || text === this.shown) return;
    this.shown = text;
    this.stream.write(CLEAR_LINE + text.slice(-Math.max(1, this.stream.columns - 1)));
  }
}

/** `skald … | head` closes our output early: that is no error. */
function leaveQuietlyWhenReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
