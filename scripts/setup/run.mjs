/**
 * Runs other programs: quietly, with their output kept for the message when they fail.
 * @module
 */
import { spawn } from 'node:child_process';
import { SetupProblem } from './problem.mjs';

/** Enough of a failed program's output to see why it failed. */
const TAIL_LINES = 12;
/** What a shell reports for a program that was interrupted. */
const EXIT_AFTER_SIGNAL = 130;

/** Programs that run now. */
const running = new Set();
/** @type {NodeJS.Signals[]} */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Who ends set-up wants to end what it started, too: a left-over npm would get in the next one's way. */
function endAll() {
  for (const child of running) child.kill('SIGTERM');
  process.exit(EXIT_AFTER_SIGNAL);
}

/** @param {import('node:child_process').ChildProcess} child */
function watch(child) {
  if (running.size === 0) for (const signal of ENDING) process.on(signal, endAll);
  running.add(child);
}

/** @param {import('node:child_process').ChildProcess} child */
function unwatch(child) {
  running.delete(child);
  if (running.size === 0) for (const signal of ENDING) process.off(signal, endAll);
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] The whole environment; ours when absent.
 * @property {number} [limitSeconds] The program is ended after this time.
 */

/**
 * @typedef {object} RunResult
 * @property {number} code Exit code; 127 when the program does not exist, 124 when it took too long.
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Never rejects: a program that is absent or ends badly is an answer, too.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    watch(child);
    let stdout = '';
    let stderr = '';
    let late = false;
    const limit = options.limitSeconds
      ? setTimeout(() => {
          late = true;
          child.kill();
        }, options.limitSeconds * 1000)
      : undefined;
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', (error) => {
      unwatch(child);
      clearTimeout(limit);
      resolve({ code: 127, stdout, stderr: error.message });
    });
    child.on('close', (code) => {
      unwatch(child);
      clearTimeout(limit);
      resolve({ code: late ? 124 : (code ?? 1), stdout, stderr });
    });
  });
}

/**
 * Runs a program that must succeed.
 * @param {string} what The step, for the message when it fails.
 * @param {string} mend
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 * @returns {Promise<RunResult>}
 * @throws {SetupProblem} When the program ends with another code than 0.
 */
export async function mustRun(what, mend, command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    const lines = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-TAIL_LINES);
    process.stderr.write(`${lines.map((line) => `    ${line}`).join('\n')}\n`);
    throw new SetupProblem(`${what} failed (${command} ended with ${result.code})`, mend);
  }
  return result;
}

/**
 * npm as a command: the one that runs us, so that its version and settings are the same.
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return { command: process.execPath, args: [cli] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}
