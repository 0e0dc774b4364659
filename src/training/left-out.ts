/**
 * Lists of recordings that a training leaves out, with the reason for each: tab-separated, header `file reason`, paths
 * relative to the list's own folder.
 * @module
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';
import { writeWhole } from './write-whole';

/** One recording of a list. */
export interface LeftOut {
  /** Absolute path. */
  readonly file: string;
  readonly reason: string;
}

const HEADER = 'file\treason';

/** Writes a list anew; there is never half of one. */
export async function writeLeftOut(listFile: string, entries: readonly LeftOut[]): Promise<void> {
  const folder = path.dirname(path.resolve(listFile));
  const lines = entries.map(({ file, reason }) => `${path.relative(folder, file)}\t${reason}`);
  await writeWhole(listFile, `${[HEADER, ...lines].join('\n')}\n`);
}

/**
 * Reads lists.
 * @returns Absolute paths of the recordings.
 * @throws UserError naming a list that cannot be read, or its line that does not fit.
 */
export async function readLeftOut(listFiles: readonly string[]): Promise<ReadonlySet<string>> {
  const files = new Set<string>();
  for (const listFile of listFiles) {
    let content: string;
    try {
      content = await readFile(listFile, 'utf8');
    } catch {
      throw new UserError(
        `Cannot read ${listFile}, a list of what is left out`,
        'check leaveOut in the config',
      );
    }
    const [header, ...lines] = content.split(/\r?\n/);
    if (header !== HEADER) {
      throw new UserError(
        `${listFile} has no usable header`,
        'its first line must be the tab-separated names file and reason',
      );
    }
    const folder = path.dirname(path.resolve(listFile));
    for (const [index, line] of lines.entries()) {
      if (line === '') continue;
      const [file, reason, more] = line.split('\t');
      if (file === undefined || file === '' || reason === undefined || more !== undefined) {
        throw new UserError(
          `${listFile}, line ${index + 2}, does not fit`,
          'give it a path and a reason with a tab between',
        );
      }
      files.add(path.resolve(folder, file));
    }
  }
  return files;
}
