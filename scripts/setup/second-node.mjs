/**
 * Node 24, the one inside Electron 45, for the tests that must also pass there.
 * @module
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { say, step } from './progress.mjs';
import { npmCommand, run } from './run.mjs';
import { readStamp, writeStamp } from './stamps.mjs';

const MAJOR = 24;

/**
 * The executable of Node 24, from the npm registry.
 * @returns {string | undefined} Undefined when it was not fetched.
 */
export function secondNode() {
  const stamp = readStamp('second node', String(MAJOR));
  const path = stamp?.path;
  return typeof path === 'string' && existsSync(path) ? path : undefined;
}

/** Fetches Node 24 through npx, which keeps it in npm's cache. */
export async function ensureSecondNode() {
  if (Number(process.versions.node.split('.')[0]) >= MAJOR || secondNode()) return;
  const npm = npmCommand();
  const path = await step(`Fetching Node ${MAJOR} for tests`, 'about 10 s, 40 MB', async () => {
    const result = await run(
      npm.command,
      [
        ...npm.args,
        'exec',
        '--yes',
        `--package=node@${MAJOR}`,
        '--',
        'node',
        '-p',
        'process.execPath',
      ],
      // The package puts its executable in place by an install script, which our .npmrc forbids.
      { cwd: tmpdir(), env: { ...process.env, npm_config_ignore_scripts: 'false' } },
    );
    return result.stdout.trim().split('\n').at(-1) ?? '';
  });
  if (existsSync(path)) writeStamp('second node', { key: String(MAJOR), path });
  else say(`Node ${MAJOR} could not be fetched from the npm registry`);
}
