/**
 * Goes through the recordings of a manifest: one that cannot be read is named, and the others go on.
 * @module
 */
import type { ManifestRow } from '../training/manifest';
import { errorLine } from './error-line';
import type { Terminal } from './terminal';

/**
 * Calls `hear` for each row in turn and shows how far it is.
 * @param doing What happens, for the progress line: "recordings heard".
 * @param signal Stops before the next row once it fires.
 * @returns Whether `hear` threw for any row.
 */
export async function eachRecording<Row extends ManifestRow>(
  terminal: Terminal,
  rows: readonly Row[],
  doing: string,
  hear: (row: Row) => Promise<void>,
  signal?: AbortSignal,
): Promise<boolean> {
  let failed = false;
  try {
    for (const [i, row] of rows.entries()) {
      if (signal?.aborted === true) break;
      terminal.progress(`${i} of ${rows.length} ${doing}`);
      try {
        await hear(row);
      } catch (error) {
        failed = true;
        terminal.note(errorLine(error));
      }
      // Lets Ctrl+C in: hearing blocks the event loop.
      if (signal) await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    terminal.progress('');
  }
  return failed;
}
