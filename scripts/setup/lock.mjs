/**
 * One set-up at a time: two of them, also in two clones, would write to the same folders.
 * @module
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from './paths.mjs';
import { say } from './progress.mjs';

const LOOK_AGAIN_MS = 500;

/**
 * Takes the lock, waiting for another living process that has it; given back when this process ends.
 * @param {string} folder
 */
export async function lockSetup(folder = cacheFolder()) {
  const file = join(folder, 'setup.lock');
  mkdirSync(folder, { recursive: true });
  let told = false;
  while (!take(file)) {
    if (!isAlive(Number(read(file)))) {
      // Its owner was killed before it could give the lock back.
      rmSync(file, { force: true });
      continue;
    }
    if (!told) say(`waiting for another set-up to end (process ${read(file)})`);
    told = true;
    await sleep(LOOK_AGAIN_MS);
  }
  process.on('exit', () => rmSync(file, { force: true }));
}

/**
 * @param {string} file
 * @returns {boolean} Whether the lock is ours now.
 */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
