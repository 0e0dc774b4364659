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
  ['src/language/word-model.ts', 'types only'],
  ['src/protocol/ipc.ts', 'types, two names and a limit'],
  ['src/acoustic/acoustic-network.ts', 'types and two sizes'],
  ['src/language/word-model.ts', 'types only'],
  ['src/cli/main.ts', 'wiring; tests/integration runs it'],
  ['src/cli/doctor-command.ts', 'a line of the command table; its help is text only'],
  ['electron/recognizer-process.ts', 'entry of a process; tests/electron runs it'],
]);

/**
 * Whether a source only runs inside Electron or a page: tests/electron runs it there, and a unit test
 * would have to replace what it is about.
 * @param {string} file
 * @param {string} text
 * @returns {boolean}
 */
export function needsElectron(file, text) {
  if (file.startsWith('electron/')) return /^import (?!type)[^;]*from 'electron';$/m.test(text);
  if (!file.startsWith('renderer/')) return false;
  return file.startsWith('renderer/views/') || /\b(document|window|HTML\w*Element)\b/.test(text);
}

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
 * Where the test of a source stands: under `unit`, or under `integration` when it needs a device, a
 * process or the model.
 * @param {string} source For example `src/base/matrix.ts`.
 * @returns {string[]} For example `tests/unit/base/matrix.test.ts` first.
 */
export function mirrorsOf(source) {
  const test = source.replace(/^src\//, '').replace(/\.ts$/, '.test.ts');
  return [`tests/unit/${test}`, `tests/integration/${test}`];
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

/** @param {string} file */
function textOf(file) {
  return readFileSync(join(ROOT, file), 'utf8');
}

/**
 * @param {string} file
 * @param {string[]} faults
 */
function withName(file, faults) {
  return faults.map((fault) => `${file} ${fault}`);
}

/** @returns {string[]} One line a fault. */
function allFaults() {
  const sources = ['src', 'electron', 'renderer'].flatMap((folder) => filesIn(folder, /\.ts$/));
  const others = [...filesIn('tests', /\.ts$/), ...filesIn('scripts', /\.[cm]js$/)];
  const faults = others.flatMap((file) => withName(file, faultsOf(file, textOf(file))));
  for (const source of sources) {
    const text = textOf(source);
    faults.push(...withName(source, faultsOf(source, text)));
    const has = mirrorsOf(source).some((test) => existsSync(join(ROOT, test)));
    if (has && WITHOUT_MIRROR.has(source)) faults.push(`${source} has a test: drop the exception`);
    if (!has && !WITHOUT_MIRROR.has(source) && !needsElectron(source, text)) {
      faults.push(`${source} lacks ${mirrorsOf(source)[0]}`);
    }
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
