/**
 * Runs other programs: quietly, with their output kept for the message when they fail.
 * @module
 */
import { spawn } from 'node:child_process';
import { SetupProblem } from './problem.mjs';

/** Enough of a failed program's output to see why it failed. */
const TAIL_LINES = 12;

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
      clearTimeout(limit);
      resolve({ code: 127, stdout, stderr: error.message });
    });
    child.on('close', (code) => {
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
