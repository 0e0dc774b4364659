/**
 * Checksums of files, and of folders of files.
 * @module
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetupProblem } from './problem.mjs';

const CONTENTS = 'contents.json';

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @returns {Promise<string>} In hexadecimal.
 */
export async function checksumOf(file, algorithm = 'sha256') {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * Deletes a download that is not what it should be: the next run must fetch it again.
 * @param {string} file
 * @param {string} expected In hexadecimal; its length tells the algorithm.
 * @throws {SetupProblem}
 */
export async function mustMatch(file, expected) {
  const actual = await checksumOf(file, expected.length === 128 ? 'sha512' : 'sha256');
  if (actual === expected) return;
  rmSync(file, { force: true });
  throw new SetupProblem(
    `${file} has checksum ${actual.slice(0, 16)}… instead of ${expected.slice(0, 16)}…`,
    'it was deleted; run the same command again, and if that repeats, look for a proxy that changes downloads',
  );
}

/**
 * Writes down the checksums of a folder's files, as the last step of filling it.
 * @param {string} folder
 * @param {string[]} files Relative to the folder.
 */
export async function sealFolder(folder, files) {
  /** @type {Record<string, string>} */
  const sums = {};
  for (const file of files) sums[file] = await checksumOf(join(folder, file));
  writeFileSync(join(folder, CONTENTS), JSON.stringify(sums, null, 1));
}

/**
 * Whether a folder is complete and unchanged since it was sealed.
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
export async function isSealed(folder) {
  if (!existsSync(join(folder, CONTENTS))) return false;
  const sums = JSON.parse(readFileSync(join(folder, CONTENTS), 'utf8'));
  for (const [file, sum] of Object.entries(sums)) {
    const path = join(folder, file);
    if (!existsSync(path) || (await checksumOf(path)) !== sum) return false;
  }
  return true;
}
