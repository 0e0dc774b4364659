/**
 * What set-up finds on this machine, as one line of JSON: the ground of `skald doctor`.
 *
 * usage: node scripts/setup/facts.mjs
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from './electron.mjs';
import { NODE_MODULES } from './paths.mjs';
import { installLine, missingNeeds } from './system-packages.mjs';
import { probeTensorflow } from './tensorflow.mjs';

const WASM = join(NODE_MODULES, '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm');

const missing = await missingNeeds('start');
const facts = {
  tensorflow: await probeTensorflow(),
  wasm: existsSync(WASM),
  electron: findElectron(),
  system: {
    missing: missing.map((need) => need.need),
    line: missing.length > 0 ? `sudo ${await installLine(missing)}` : '',
  },
};
process.stdout.write(`${JSON.stringify(facts)}\n`);
