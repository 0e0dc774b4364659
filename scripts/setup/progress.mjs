/**
 * Progress lines on standard error, so that standard output stays free for results.
 * @module
 */

import { SetupProblem } from './problem.mjs';

const HEARTBEAT_MS = 10_000;

/** @param {string} line */
export function say(line) {
  process.stderr.write(`skald: ${line}\n`);
}

/**
 * Ends this process with one line for a problem that the user can mend, and throws everything else on.
 * @param {unknown} error
 * @returns {never}
 */
export function endOnProblem(error) {
  if (!(error instanceof SetupProblem)) throw error;
  say(`${error.message}: ${error.mend}`);
  process.exit(1);
}

/**
 * Runs one step, saying what happens, how long it should take and how long it took.
 * @template T
 * @param {string} title What is happening, as a phrase.
 * @param {string} expected How long it usually takes, as a phrase.
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, expected, work) {
  say(`${title} (${expected}) …`);
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  const heartbeat = setInterval(() => say(`  still at it after ${seconds()} s`), HEARTBEAT_MS);
  try {
    const result = await work();
    say(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
