/**
 * A copy of a model with other weights of the same network: averaged, or in another number format.
 * @module
 */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError, messageOf } from '../base/errors';
import { MANIFEST_FILE, type Bundle } from './load-bundle';
import type { WeightArray, WeightPrecision } from './weights-file';
import { writeBundle } from './write-bundle';

/**
 * Writes `bundle` into `folder` with `weights`; lexicon, word model and all else that its manifest names come along.
 * @throws UserError if the folder has something in it already, or cannot be written.
 */
export async function copyBundle(
  bundle: Bundle,
  weights: Readonly<Record<string, WeightArray>>,
  precision: WeightPrecision,
  folder: string,
): Promise<void> {
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0) {
    throw new UserError(`${folder} is not empty`, 'give a folder that is not there yet');
  }
  const { manifest, phoneTrigram } = bundle;
  try {
    await mkdir(folder, { recursive: true });
    for (const name of [...Object.keys(manifest.checksums), MANIFEST_FILE]) {
      await copyFile(path.join(bundle.folder, name), path.join(folder, name));
    }
    await writeBundle(folder, manifest, weights, precision, phoneTrigram);
  } catch (error) {
    throw new UserError(`Cannot write ${folder} (${messageOf(error)})`, 'choose another place');
  }
}
