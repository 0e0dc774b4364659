/**
 * Makes a fresh clone ready: packages, system libraries, native TensorFlow, Electron.
 *
 * Uses nothing but Node's own modules, since it runs before anything is installed. Quick when nothing
 * is missing; an interrupted run is taken up where it stopped.
 *
 * usage: node scripts/setup.mjs [--for start|test] [--again]
 * @module
 */
import { parseArgs } from 'node:util';
import { ensureElectron } from './setup/electron.mjs';
import { ensurePackages } from './setup/npm-packages.mjs';
import { lockSetup } from './setup/lock.mjs';
import { SetupProblem } from './setup/problem.mjs';
import { endOnProblem, say } from './setup/progress.mjs';
import { ensureSecondNode } from './setup/second-node.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';
import { ensureTensorflow } from './setup/tensorflow.mjs';

const OLDEST_NODE = 20;

/** @param {'start' | 'test'} purpose @param {boolean} again */
async function setUp(purpose, again) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new SetupProblem(
      `Node ${process.versions.node} is too old`,
      `install Node ${OLDEST_NODE} or newer from https://nodejs.org`,
    );
  }
  await lockSetup();
  await ensurePackages();
  await ensureSystemPackages(purpose);
  await ensureTensorflow(again);
  await ensureElectron(again);
  if (purpose === 'test') await ensureSecondNode();
}

/**
 * @returns {{ purpose: 'start' | 'test', again: boolean }}
 */
function readArguments() {
  const usage = 'usage: node scripts/setup.mjs [--for start|test] [--again]';
  try {
    const { values } = parseArgs({
      options: { for: { type: 'string', default: 'start' }, again: { type: 'boolean' } },
    });
    if (values.for === 'start' || values.for === 'test') {
      return { purpose: values.for, again: values.again ?? false };
    }
    say(`--for ${values.for} is unknown: ${usage}`);
  } catch (error) {
    // Node adds advice after the first sentence.
    say(`${error.message.split('. ')[0]}: ${usage}`);
  }
  process.exit(2);
}

const { purpose, again } = readArguments();
await setUp(purpose, again).catch(endOnProblem);
