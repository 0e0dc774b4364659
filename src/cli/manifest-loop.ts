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
 * @returns Whether `hear` threw for any row.
 */
export async function eachRecording(
  terminal: Terminal,
  rows: readonly ManifestRow[],
  doing: string,
  hear: (row: ManifestRow) => Promise<void>,
): Promise<boolean> {
  let failed = false;
  try {
    for (const [i, row] of rows.entries()) {
      terminal.progress(`${i} of ${rows.length} ${doing}`);
      try {
        await hear(row);
      } catch (error) {
        failed = true;
        terminal.note(errorLine(error));
      }
    }
  } finally {
    terminal.progress('');
  }
  return failed;
}
