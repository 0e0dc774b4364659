/**
 * A download that goes on where it was interrupted and is checked before it counts.
 * @module
 */
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mustMatch } from './checksum.mjs';
import { SetupProblem } from './problem.mjs';

/**
 * Leaves `file` in place, complete and checked; fetches nothing when it is already there.
 * @param {string} url
 * @param {string} file
 * @param {string} sha256 In hexadecimal.
 * @throws {SetupProblem} When the host refuses or the bytes are not the expected ones.
 */
export async function download(url, file, sha256) {
  if (existsSync(file)) return mustMatch(file, sha256);
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  const have = existsSync(partial) ? statSync(partial).size : 0;
  const response = await fetch(url, have > 0 ? { headers: { range: `bytes=${have}-` } } : {});
  // 416: all bytes were there already, only the renaming was missed.
  if (response.status !== 416) {
    if (!response.ok || !response.body) {
      throw new SetupProblem(`${url} answered ${response.status}`, 'try again later');
    }
    const flags = response.status === 206 ? 'a' : 'w';
    const body = /** @type {import('node:stream/web').ReadableStream} */ (response.body);
    await pipeline(Readable.fromWeb(body), createWriteStream(partial, { flags }));
  }
  await mustMatch(partial, sha256);
  renameSync(partial, file);
}
