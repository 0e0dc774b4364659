/**
 * Step 1: the npm packages, exactly as the lock file has them, without running their install scripts.
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_MODULES, ROOT } from './paths.mjs';
import { say, step } from './progress.mjs';
import { mustRun, npmCommand, run } from './run.mjs';
import { readStamp, writeStamp } from './stamps.mjs';

/**
 * Everything that installed packages depend on.
 * @returns {string}
 */
export function packagesKey() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.platform} ${process.arch}`;
}

/**
 * Whether node_modules holds what npm last wrote there for the packages of our lock file.
 *
 * npm leaves its own record in node_modules/.package-lock.json; where all versions in it are those of
 * our lock file, somebody has run `npm ci` by hand, and doing it again would only cost time.
 * @returns {boolean}
 */
function installedByHand() {
  const record = join(NODE_MODULES, '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    // Packages of other platforms stand in the lock file but are never installed.
    return found ? found.version === entry.version : entry.optional || entry.devOptional;
  });
}

/** @returns {[string, string[], import('./run.mjs').RunOptions]} */
function npmCi() {
  const npm = npmCommand();
  return [npm.command, [...npm.args, 'ci', '--no-progress'], { cwd: ROOT }];
}

/** @returns {Promise<void>} */
export async function ensurePackages() {
  const key = packagesKey();
  if (readStamp('packages', key)) return;
  if (!installedByHand()) {
    await step('Installing the npm packages', 'about a minute', async () => {
      if ((await run(...npmCi())).code === 0) return;
      // An interrupted or still running npm leaves folders that its successor stumbles over.
      say('  npm ci failed: once more, from an empty node_modules');
      rmSync(NODE_MODULES, { recursive: true, force: true, maxRetries: 3 });
      const mend = 'check the connection to the npm registry, then run the same command again';
      await mustRun('npm ci', mend, ...npmCi());
    });
  }
  writeStamp('packages', { key });
}
