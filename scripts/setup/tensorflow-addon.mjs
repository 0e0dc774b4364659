/**
 * Puts libtensorflow and its N-API addon into tfjs-node's folder, by way of the cache.
 *
 * The cache holds the libraries and the built addon of a source, sealed by checksums; a checkout gets
 * hard links of them (copies where the cache lies on another disk), which stay valid when the cache
 * is deleted and which electron-builder can pack.
 * @module
 */
import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { isSealed, sealFolder } from './checksum.mjs';
import { cacheFolder, NODE_MODULES, TFJS_NODE } from './paths.mjs';
import { say, step } from './progress.mjs';
import { mustRun, run } from './run.mjs';
import { tfjsNodeVersion } from './tensorflow-sources.mjs';

const ADDON = 'tfjs_binding.node';
/** The newest Node-API that tfjs-node 4.22 is built for; every supported Node and Electron has it. */
const ADDON_FOLDER = join(TFJS_NODE, 'lib', 'napi-v8');
/** A slow line needs minutes, but set-up must come to an end. */
const INSTALLER_LIMIT_SECONDS = 1200;
const LIBRARY_FOLDER = join(TFJS_NODE, 'deps', 'lib');
const INCLUDE_FOLDER = join(TFJS_NODE, 'deps', 'include');

/** Whether tfjs-node's native files are in place; says nothing about whether they load. */
export function addonIsThere() {
  return existsSync(join(ADDON_FOLDER, ADDON)) && existsSync(LIBRARY_FOLDER);
}

/**
 * Installs libtensorflow from one source: from the cache when it is there, else fetched and built.
 * @param {import('./tensorflow-sources.mjs').LibrarySource} source
 * @throws {import('./problem.mjs').SetupProblem}
 */
export async function installAddon(source) {
  const cache = cacheFolder();
  const name = `tfjs-node-${tfjsNodeVersion()}-${source.name}-${process.platform}-${process.arch}`;
  const complete = join(cache, name);
  if (existsSync(complete) && !(await isSealed(complete))) {
    say(`${complete} is damaged: making it anew`);
    rmSync(complete, { recursive: true });
  }
  if (existsSync(complete)) {
    takeLibraries(complete);
    mkdirSync(ADDON_FOLDER, { recursive: true });
    take(join(complete, ADDON), join(ADDON_FOLDER, ADDON));
    return;
  }
  const partial = `${complete}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const downloads = join(cache, 'downloads');
  mkdirSync(downloads, { recursive: true });
  const spent = await step(source.title, source.expected, () => source.fill(partial, downloads));
  takeLibraries(partial);
  rmSync(INCLUDE_FOLDER, { recursive: true, force: true });
  symlinkSync(join(partial, 'include'), INCLUDE_FOLDER);
  await step("Building tfjs-node's addon", 'about 10 s', buildAddon);
  // Headers of another folder: wanted while building only.
  rmSync(INCLUDE_FOLDER, { recursive: true, force: true });
  rmSync(join(partial, 'include'), { recursive: true, force: true });
  take(join(ADDON_FOLDER, ADDON), join(partial, ADDON));
  await sealFolder(partial, [ADDON, ...libraries(partial).map((file) => join('lib', file))]);
  renameSync(partial, complete);
  for (const file of spent) rmSync(file, { force: true });
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function libraries(folder) {
  return readdirSync(join(folder, 'lib'));
}

/** @param {string} folder */
function takeLibraries(folder) {
  rmSync(LIBRARY_FOLDER, { recursive: true, force: true });
  mkdirSync(LIBRARY_FOLDER, { recursive: true });
  for (const file of libraries(folder)) take(join(folder, 'lib', file), join(LIBRARY_FOLDER, file));
}

/**
 * @param {string} from
 * @param {string} to
 */
function take(from, to) {
  rmSync(to, { force: true });
  if (lstatSync(from).isSymbolicLink()) {
    symlinkSync(readlinkSync(from), to);
    return;
  }
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}

/**
 * Builds from source, which downloads nothing where Node's headers are installed; without a compiler
 * tfjs-node's own installer is asked for the addon that it has ready-made.
 */
async function buildAddon() {
  const mend = 'sudo apt-get install -y g++ make python3';
  if ((await run('g++', ['--version'])).code === 0) {
    const tool = join(NODE_MODULES, '@mapbox', 'node-pre-gyp', 'bin', 'node-pre-gyp');
    const args = [tool, 'install', '--build-from-source'];
    await mustRun('Building the addon', mend, process.execPath, args, {
      cwd: TFJS_NODE,
      env: { ...process.env, ...gypSettings() },
    });
  } else {
    await runOwnInstaller();
  }
}

/**
 * tfjs-node's install script: fetches what is not there of libtensorflow and the addon. It has no
 * checksums and no time limit, so it only runs where we have no way of our own.
 * @throws {import('./problem.mjs').SetupProblem}
 */
export async function runOwnInstaller() {
  const installer = join(TFJS_NODE, 'scripts', 'install.js');
  const mend = 'sudo apt-get install -y g++ make python3';
  const PATH = `${join(NODE_MODULES, '.bin')}${delimiter}${process.env.PATH}`;
  await mustRun("tfjs-node's installer", mend, process.execPath, [installer], {
    cwd: TFJS_NODE,
    env: { ...process.env, PATH, ...gypSettings() },
    limitSeconds: INSTALLER_LIMIT_SECONDS,
  });
}

/**
 * Lets node-gyp use the headers and the copy of itself that came with Node, instead of downloading.
 * @returns {NodeJS.ProcessEnv}
 */
function gypSettings() {
  const prefix = dirname(dirname(process.execPath));
  const gyp = join(prefix, 'lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js');
  /** @type {NodeJS.ProcessEnv} */
  const settings = {};
  if (existsSync(join(prefix, 'include', 'node', 'node_api.h'))) {
    settings.npm_config_nodedir = prefix;
  }
  if (!process.env.npm_config_node_gyp && existsSync(gyp)) settings.npm_config_node_gyp = gyp;
  return settings;
}
