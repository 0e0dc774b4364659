/**
 * `npm start`: opens the app; without a display, writes down the sample recording and offers to listen.
 * @module
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { build } from './build.mjs';
import { electronCommand } from './setup/electron.mjs';
import { ROOT } from './setup/paths.mjs';
import { endOnProblem, say } from './setup/progress.mjs';

const SAMPLE = 'examples/sample.flac';
const SKALD = join(ROOT, 'scripts', 'skald.mjs');

/** @returns {boolean} */
function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * Runs until the window is closed.
 * @param {{ executable: string, env: NodeJS.ProcessEnv }} electron
 * @returns {Promise<number>}
 */
async function openApp(electron) {
  await build(['app']).catch(endOnProblem);
  // Chromium refuses to run its sandbox as root; everybody else keeps it.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return new Promise((resolve) => {
    const child = spawn(electron.executable, [...sandbox, ROOT], {
      env: { ...process.env, ...electron.env },
      stdio: 'inherit',
    });
    child.on('error', (error) => {
      say(`Electron does not start (${error.message}): npm run --silent skald -- doctor`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * @param {string[]} args Of the command line.
 * @returns {number} Exit code.
 */
function skald(args) {
  return spawnSync(process.execPath, [SKALD, ...args], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}

/** @returns {boolean} */
function hasMicrophone() {
  const answer = spawnSync(process.execPath, [SKALD, 'devices', '--json'], { encoding: 'utf8' });
  try {
    const devices = JSON.parse(answer.stdout);
    return Array.isArray(devices) && devices.length > 0;
  } catch {
    return false;
  }
}

/**
 * @param {string} reason Why there is no window.
 * @returns {Promise<number>}
 */
async function useTerminal(reason) {
  say(`${reason}: writing down ${SAMPLE} instead`);
  const code = skald(['transcribe', join(ROOT, SAMPLE)]);
  if (code !== 0) return code;
  if (!process.stdin.isTTY) {
    say('not listening, since standard input is not a terminal');
    return 0;
  }
  if (!hasMicrophone()) {
    say('not listening, since there is no microphone');
    return 0;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Listen to the microphone now? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim()) ? skald(['listen']) : 0;
}

const electron = electronCommand();
if (!hasDisplay()) {
  process.exitCode = await useTerminal('There is no display');
} else if (electron === undefined || !existsSync(electron.executable)) {
  process.exitCode = await useTerminal('Electron is not installed');
} else {
  process.exitCode = await openApp(electron);
}
