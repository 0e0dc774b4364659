/**
 * Writes the report of a run.
 * @module
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError, messageOf } from '../../base/errors';
import { readHistory } from '../run-history';
import { reportPage } from './page';

/**
 * Reads `runFolder/history.jsonl` and writes `folder/index.html`; a reader never sees half of it.
 * @returns The page's path.
 * @throws UserError without a history, or if the folder cannot be written.
 */
export async function writeReport(
  title: string,
  runFolder: string,
  folder: string,
): Promise<string> {
  const page = reportPage(title, await readHistory(runFolder));
  const file = path.join(folder, 'index.html');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.part`, page);
    await rename(`${file}.part`, file);
  } catch (error) {
    throw new UserError(
      `Cannot write the report ${file} (${messageOf(error)})`,
      'choose another --report DIR',
    );
  }
  return file;
}
