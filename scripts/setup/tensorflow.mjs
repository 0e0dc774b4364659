/**
 * Step 3: native TensorFlow under tfjs-node; without it the slower WASM backend does the work.
 * @module
 */
import { fileURLToPath } from 'node:url';
import { packagesKey } from './npm-packages.mjs';
import { SetupProblem } from './problem.mjs';
import { say, step } from './progress.mjs';
import { run } from './run.mjs';
import { readStamp, writeStamp } from './stamps.mjs';
import { addonIsThere, installAddon, runOwnInstaller } from './tensorflow-addon.mjs';
import { LIBRARY_SOURCES } from './tensorflow-sources.mjs';

const PROBE = fileURLToPath(new URL('tensorflow-probe.mjs', import.meta.url));

/**
 * @typedef {object} TensorflowFacts
 * @property {'native' | 'wasm'} backend
 * @property {string} [version] Of tfjs-node.
 * @property {string} [library] Version of libtensorflow.
 * @property {number} [processors] That it may use.
 * @property {string} [reason] Why the native library does not load.
 */

/**
 * Loads the native library in a child process.
 * @returns {Promise<TensorflowFacts>} Never rejects.
 */
export async function probeTensorflow() {
  if (!addonIsThere()) return { backend: 'wasm', reason: 'libtensorflow is not installed' };
  const result = await run(process.execPath, [PROBE], { limitSeconds: 60 });
  if (result.code === 0) {
    const line = result.stdout.trim().split('\n').at(-1) ?? '{}';
    return { backend: 'native', ...JSON.parse(line) };
  }
  const line = /(?:Error|error|backend): ?.*/.exec(result.stderr)?.[0];
  return { backend: 'wasm', reason: line ?? `loading it ended with code ${result.code}` };
}

/**
 * Provides native TensorFlow, or says that it will not be there.
 * @param {boolean} again Forget that an earlier run found no way.
 */
export async function ensureTensorflow(again) {
  const key = `${packagesKey()} node-${process.versions.modules}`;
  const stamp = readStamp('tensorflow', key);
  if (stamp?.backend === 'native' && addonIsThere()) return;
  if (stamp?.backend === 'wasm' && !again) return;
  const facts = await findNative();
  if (facts.backend === 'wasm') {
    say('Native TensorFlow is not to be had: the WASM backend will be used, which is slower');
    say('  to try once more: node scripts/setup.mjs --again');
  }
  writeStamp('tensorflow', { key, ...facts });
}

/** @returns {Promise<TensorflowFacts>} */
async function findNative() {
  if (addonIsThere()) {
    const facts = await step('Trying native TensorFlow', 'a few seconds', probeTensorflow);
    if (facts.backend === 'native') return facts;
    say(`it does not load (${facts.reason}): installing it anew`);
  }
  if (process.platform === 'win32') {
    await step("Running tfjs-node's installer", 'a few minutes', runOwnInstaller);
    return probeTensorflow();
  }
  for (const source of LIBRARY_SOURCES) {
    if (!source.isFor() || !(await source.isReachable())) continue;
    try {
      await installAddon(source);
    } catch (error) {
      if (!(error instanceof SetupProblem)) throw error;
      say(`${error.message}: ${error.mend}`);
      continue;
    }
    const facts = await probeTensorflow();
    if (facts.backend === 'native') return facts;
    say(`it does not load: ${facts.reason}`);
  }
  return { backend: 'wasm' };
}
