/**
 * Bundles the app and the command line with esbuild, when a source is newer than the bundle.
 *
 * CommonJS for the processes with Node, one plain script for the window. Our own code only: npm packages
 * stay where they are, so that native ones find their files and a build takes a fraction of a second.
 *
 * usage: node scripts/build.mjs [app|cli …], both by default
 * @module
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './setup/paths.mjs';
import { SetupProblem } from './setup/problem.mjs';
import { endOnProblem, say } from './setup/progress.mjs';

/** Sources that end up in a bundle, or say how it is made. */
const SOURCES = {
  app: ['src', 'electron', 'renderer', 'scripts/build.mjs', 'package-lock.json'],
  cli: ['src', 'scripts/build.mjs', 'package-lock.json'],
};

/** @typedef {keyof typeof SOURCES} Part */

/** @type {import('esbuild').BuildOptions} */
const COMMON = { absWorkingDir: ROOT, bundle: true, sourcemap: true, logLevel: 'warning' };

/**
 * Electron 25 has Node 18. ESM-only packages are reached with `import()`, which esbuild leaves alone.
 * @type {import('esbuild').BuildOptions}
 */
const FOR_NODE = {
  ...COMMON,
  platform: 'node',
  format: 'cjs',
  target: 'node18',
  packages: 'external',
  outExtension: { '.js': '.cjs' },
};

/**
 * The time of the last change below a path; a folder's own time tells of deleted files.
 * @param {string} path
 * @returns {number} In ms.
 */
function newest(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  const inside = readdirSync(path).map((name) => newest(join(path, name)));
  return Math.max(status.mtimeMs, ...inside);
}

/**
 * Scripts that other code starts by their path, as a thread or a process: `*-worker.ts`.
 * @returns {string[]}
 */
function workers() {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('-worker.ts'))
    .map((file) => `src/${file.replaceAll('\\', '/')}`);
}

/**
 * Entry points, each named after its file.
 * @param {string[]} files
 * @returns {Record<string, string>}
 */
function entries(files) {
  return Object.fromEntries(
    files.map((file) => [file.replace(/^.*\//, '').replace(/\.ts$/, ''), file]),
  );
}

/** @param {import('esbuild')} esbuild */
async function buildApp(esbuild) {
  const own = ['main', 'preload', 'recognizer-process'].map((name) => `electron/${name}.ts`);
  await Promise.all([
    esbuild.build({
      ...FOR_NODE,
      entryPoints: entries([...own, ...workers()]),
      outdir: 'build/app',
    }),
    esbuild.build({
      ...COMMON,
      entryPoints: { main: 'renderer/main.ts', style: 'renderer/styles/main.css' },
      outdir: 'build/app/renderer',
      platform: 'browser',
      format: 'iife',
      target: 'chrome114',
    }),
  ]);
  copyFileSync(join(ROOT, 'renderer/index.html'), join(ROOT, 'build/app/renderer/index.html'));
}

/** @param {import('esbuild')} esbuild */
async function buildCli(esbuild) {
  await esbuild.build({
    ...FOR_NODE,
    entryPoints: entries(['src/cli/main.ts', ...workers()]),
    outdir: 'build/cli',
    banner: { js: '#!/usr/bin/env node' },
  });
}

/**
 * Builds what is out of date.
 * @param {Part[]} parts
 * @returns {Promise<Part[]>} The parts that had to be built.
 * @throws {SetupProblem} When a source does not fit.
 */
export async function build(parts) {
  /** @type {Part[]} */
  const built = [];
  for (const part of parts) {
    const stamp = join(ROOT, 'build', `.${part}-built`);
    const start = new Date();
    const changed = Math.max(...SOURCES[part].map((path) => newest(join(ROOT, path))));
    if (existsSync(stamp) && statSync(stamp).mtimeMs >= changed) continue;
    const esbuild = await import('esbuild');
    try {
      await (part === 'app' ? buildApp(esbuild) : buildCli(esbuild));
    } catch (error) {
      // esbuild has already shown what does not fit.
      if (!('errors' in error)) throw error;
      throw new SetupProblem(`The ${part} does not build`, 'mend the errors above');
    }
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, '');
    // A source that was saved while we were building is newer than its bundle.
    utimesSync(stamp, start, start);
    built.push(part);
  }
  return built;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const asked = process.argv.slice(2);
  const unknown = asked.find((part) => !(part in SOURCES));
  if (unknown !== undefined) {
    process.stderr.write(`usage: node scripts/build.mjs [app|cli …]: ${unknown} is neither\n`);
    process.exit(2);
  }
  const parts = /** @type {Part[]} */ (asked.length > 0 ? asked : Object.keys(SOURCES));
  const built = await build(parts).catch(endOnProblem);
  say(built.length > 0 ? `built ${built.join(', ')}` : 'nothing to build');
}
