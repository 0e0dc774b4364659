/**
 * `npm test`: all tests, with the native library, the model, a second Node and a real Electron.
 *
 * Ends with `N passed, N failed, N skipped` alone on the last line; the exit code is 0 only when
 * something passed and nothing failed.
 * @module
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { electronCommand } from './setup/electron.mjs';
import { NODE_MODULES, ROOT } from './setup/paths.mjs';
import { SetupProblem } from './setup/problem.mjs';
import { say } from './setup/progress.mjs';
import { secondNode } from './setup/second-node.mjs';
import { countsOf, sumCounts } from './test-report.mjs';

const REPORTS = join(ROOT, 'build', 'test-reports');
const VITEST = join(NODE_MODULES, 'vitest', 'vitest.mjs');

/**
 * One run of vitest.
 * @param {string} name Of its report.
 * @param {string[]} command What vitest is run by: Node, and what has to be around it.
 * @param {string[]} args Of vitest.
 * @returns {Promise<import('./test-report.mjs').Counts>}
 */
async function runTests(name, command, args) {
  const file = join(REPORTS, `${name}.json`);
  const [program = '', ...before] = command;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await new Promise((resolve) => {
    const all = [...before, VITEST, 'run', ...args, ...reporters];
    // Nobody answers questions here, and nothing waits for them.
    const child = spawn(program, all, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', (error) => {
      say(`${program} does not start: ${error.message}`);
      resolve(127);
    });
    child.on('close', resolve);
  });
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return countsOf(code, report);
}

/**
 * What a test of the window is run by: a display of its own where there is none.
 * @returns {string[]}
 */
function withDisplay() {
  const screen = ['-a', '-s', '-screen 0 1280x900x24'];
  return process.platform === 'linux' && !process.env.DISPLAY ? ['xvfb-run', ...screen] : [];
}

/**
 * @param {import('./test-report.mjs').Counts[]} counts Of each run; grows.
 * @throws {SetupProblem} When a part of the tests cannot run at all.
 */
async function runAll(counts) {
  say('tests of everything but the window');
  counts.push(await runTests('core', [process.execPath], ['--project', 'core']));
  const other = secondNode();
  if (other !== undefined) {
    say('tests of src/tensor under Node 24, the one inside Electron 45');
    const args = ['--project', 'core', 'tests/unit/tensor'];
    counts.push(await runTests('tensor-node24', [other], args));
  } else if (Number(process.versions.node.split('.')[0]) < 24) {
    throw new SetupProblem('Node 24 is not there', 'node scripts/setup.mjs --for test');
  }
  if (electronCommand() === undefined) {
    throw new SetupProblem('Electron is not there', 'node scripts/setup.mjs --for test --again');
  }
  say('tests of the window, in a real Electron');
  await build(['app']);
  const command = [...withDisplay(), process.execPath];
  const args = ['--project', 'electron'];
  counts.push(await runTests('electron', command, args));
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
/** @type {import('./test-report.mjs').Counts[]} */
const parts = [];
try {
  await build(['cli']);
  await runAll(parts);
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  say(`${error.message}: ${error.mend}`);
  parts.push({ passed: 0, failed: 1, skipped: 0 });
}
const sum = sumCounts(parts);
const summary = `${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`;
writeFileSync(join(REPORTS, 'summary.txt'), summary);
// Written at once, and as the last thing: nothing may come after this line.
writeSync(1, summary);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
