/**
 * House rules that no other tool knows: every source has its mirror test, every file says what it is,
 * messages of the window are received in one place, and names say something.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './setup/paths.mjs';

const EMPTY_NAMES = /(^|[/-])(utils?|helpers?|common|manager|misc)([-./]|$)/;
const IPC_DOOR = 'electron/ipc.ts';

/** Sources without a mirror test, each with the reason. */
const WITHOUT_MIRROR = new Map([
  ['src/protocol/transcript.ts', 'types only'],
  ['src/cli/main.ts', 'wiring; tests/integration runs it'],
  ['electron/main.ts', 'wiring; tests/electron runs it'],
  ['electron/preload.ts', 'wiring; tests/electron runs it'],
  ['renderer/main.ts', 'wiring; tests/electron runs it'],
]);

/**
 * @param {string} folder
 * @param {RegExp} names
 * @returns {string[]} Relative to the checkout, with slashes.
 */
function filesIn(folder, names) {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => names.test(file) && !file.endsWith('.d.ts'));
}

/**
 * Where the test of a source stands.
 * @param {string} source For example `src/base/matrix.ts`.
 * @returns {string} For example `tests/unit/base/matrix.test.ts`.
 */
export function mirrorOf(source) {
  return `tests/unit/${source.replace(/^src\//, '').replace(/\.ts$/, '.test.ts')}`;
}

/**
 * What is wrong with one file, taken by itself.
 * @param {string} file
 * @param {string} text
 * @returns {string[]}
 */
export function faultsOf(file, text) {
  const faults = [];
  const header = /^(#!.*\n)?\/\*\*[\s\S]*?\*\//.exec(text)?.[0];
  if (!header?.includes('@module')) faults.push('does not open with a doc comment with @module');
  if (EMPTY_NAMES.test(file)) faults.push('has a name that says nothing');
  if (file !== IPC_DOOR && /\bipcMain\b/.test(text) && file.startsWith('electron/')) {
    faults.push(`receives messages of the window, which only ${IPC_DOOR} may`);
  }
  return faults;
}

/** @returns {string[]} One line a fault. */
function allFaults() {
  const sources = ['src', 'electron', 'renderer'].flatMap((folder) => filesIn(folder, /\.ts$/));
  const others = [...filesIn('tests', /\.ts$/), ...filesIn('scripts', /\.[cm]js$/)];
  const faults = [...sources, ...others].flatMap((file) =>
    faultsOf(file, readFileSync(join(ROOT, file), 'utf8')).map((fault) => `${file} ${fault}`),
  );
  for (const source of sources) {
    const has = existsSync(join(ROOT, mirrorOf(source)));
    if (has && WITHOUT_MIRROR.has(source)) faults.push(`${source} has a test: drop the exception`);
    if (!has && !WITHOUT_MIRROR.has(source)) faults.push(`${source} lacks ${mirrorOf(source)}`);
  }
  for (const source of WITHOUT_MIRROR.keys()) {
    if (!sources.includes(source)) faults.push(`${source} is gone: drop the exception`);
  }
  return faults;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const faults = allFaults();
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
