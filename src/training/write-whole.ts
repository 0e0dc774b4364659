/**
 * Writes a text file so that there is never half of one.
 * @module
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError, messageOf } from '../base/errors';

/**
 * Writes `text` aside and gives it its name; folders that are missing are made.
 * @throws UserError if that cannot be done; the file that was there before stays then.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(part, text);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new UserError(`Cannot write ${file} (${messageOf(error)})`, 'choose another place');
  }
}
