/**
 * Step 4: a runnable Electron: its own download, else the build for tests.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ensureTestBuild,
  TEST_BUILD_VERSION,
  testBuildFits,
  testBuildFolder,
} from './electron-test-build.mjs';
import { packagesKey } from './npm-packages.mjs';
import { NODE_MODULES } from './paths.mjs';
import { SetupProblem } from './problem.mjs';
import { say, step } from './progress.mjs';
import { isReachable } from './reach.mjs';
import { mustRun } from './run.mjs';
import { readStamp, writeStamp } from './stamps.mjs';

const PACKAGE = join(NODE_MODULES, 'electron');
const OWN_HOST = 'https://github.com';
/** A slow line needs minutes for 120 MB, but set-up must come to an end. */
const DOWNLOAD_LIMIT_SECONDS = 1200;

/**
 * @typedef {object} ElectronFacts
 * @property {'release' | 'test build' | 'chosen' | 'missing'} kind `chosen`: by ELECTRON_OVERRIDE_DIST_PATH.
 * @property {string} [folder] Of the executable.
 * @property {string} [version]
 */

/**
 * The Electron that would run now.
 * @returns {ElectronFacts}
 */
export function findElectron() {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (chosen) return { kind: 'chosen', folder: chosen, version: versionIn(chosen) ?? 'unknown' };
  const version = versionIn(join(PACKAGE, 'dist'));
  if (version && existsSync(join(PACKAGE, 'path.txt'))) {
    return { kind: 'release', folder: join(PACKAGE, 'dist'), version };
  }
  if (existsSync(testBuildFolder())) {
    return { kind: 'test build', folder: testBuildFolder(), version: TEST_BUILD_VERSION };
  }
  return { kind: 'missing' };
}

/**
 * @param {string} folder
 * @returns {string | undefined}
 */
function versionIn(folder) {
  try {
    return readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return undefined;
  }
}

/**
 * The executable and the environment in which the electron package, and Playwright with it, finds it.
 * @returns {{ executable: string, env: NodeJS.ProcessEnv } | undefined} Undefined when there is none.
 */
export function electronCommand() {
  const facts = findElectron();
  if (facts.folder === undefined) return undefined;
  const own =
    facts.kind === 'release' ? readFileSync(join(PACKAGE, 'path.txt'), 'utf8') : 'electron';
  return {
    executable: join(facts.folder, own),
    env: facts.kind === 'release' ? {} : { ELECTRON_OVERRIDE_DIST_PATH: facts.folder },
  };
}

/** @param {boolean} again Forget that an earlier run could not reach Electron's own downloads. */
export async function ensureElectron(again) {
  const key = packagesKey();
  const found = findElectron().kind;
  if (found === 'release' || found === 'chosen') return;
  const stamp = again ? undefined : readStamp('electron', key);
  if (stamp && (stamp.kind === 'missing' || found === stamp.kind)) return;
  if (await ownDownload()) return;
  if (testBuildFits()) {
    try {
      await ensureTestBuild();
    } catch (error) {
      if (!(error instanceof SetupProblem)) throw error;
      say(`${error.message}: ${error.mend}`);
      return;
    }
    say(`Electron's own download is out of reach: the test build ${TEST_BUILD_VERSION} is used`);
    say('  to try once more: node scripts/setup.mjs --again');
  } else {
    say("Electron's own download is out of reach: the window cannot be opened on this machine");
  }
  writeStamp('electron', { key, kind: findElectron().kind });
}

/** @returns {Promise<boolean>} Whether Electron's own installer brought it. */
async function ownDownload() {
  const mirror = process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror;
  if (!(await isReachable(mirror || OWN_HOST))) return false;
  const mend = 'run the same command again';
  try {
    await step('Downloading Electron', 'about a minute, 120 MB', () =>
      mustRun('Downloading Electron', mend, process.execPath, [join(PACKAGE, 'install.js')], {
        cwd: PACKAGE,
        limitSeconds: DOWNLOAD_LIMIT_SECONDS,
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    say(`${error.message}: ${error.mend}`);
    return false;
  }
}
