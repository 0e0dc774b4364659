/**
 * What set-up has already found out, so that a second run looks at nothing twice.
 *
 * Kept inside node_modules: whoever deletes that folder deletes the memory of it as well.
 * @module
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NODE_MODULES } from './paths.mjs';

const FILE = join(NODE_MODULES, '.skald-setup', 'stamps.json');

/**
 * @typedef {Record<string, unknown> & { key: string }} Stamp
 */

/**
 * @param {string} file
 * @returns {Record<string, Stamp>}
 */
function readAll(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Absent or half written: both mean that nothing is known.
    return {};
  }
}

/**
 * What was found out about a step, unless it was found out about something else (another lock file,
 * another Node).
 * @param {string} name
 * @param {string} key Everything that the finding depends on.
 * @param {string} file
 * @returns {Stamp | undefined}
 */
export function readStamp(name, key, file = FILE) {
  const stamp = readAll(file)[name];
  return stamp?.key === key ? stamp : undefined;
}

/**
 * @param {string} name
 * @param {Stamp} stamp
 * @param {string} file
 */
export function writeStamp(name, stamp, file = FILE) {
  const all = { ...readAll(file), [name]: stamp };
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, JSON.stringify(all, null, 1));
  renameSync(partial, file);
}
