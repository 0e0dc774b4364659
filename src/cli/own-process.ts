/**
 * Commands that train run in a process of their own, whose allocator keeps its memory: see `src/tensor/allocator.ts`.
 * @module
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { keepingMemory } from '../tensor/allocator';
import { COMMANDS } from './commands';

/** The environment in which a command line must be started once more; nothing where it can run here. */
export function environmentFor(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): NodeJS.ProcessEnv | undefined {
  const [name, ...rest] = args;
  const entry = COMMANDS.find((command) => command.name === name);
  return entry?.trains?.(rest) ? keepingMemory(environment, platform) : undefined;
}

/** Ctrl+C of a terminal reaches all processes in it; a signal sent to this one alone is handed on. */
function handOn(signal: NodeJS.Signals, send: (signal: NodeJS.Signals) => void): () => void {
  const listener = (): void => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) send(signal);
  };
  process.on(signal, listener);
  return () => {
    process.off(signal, listener);
  };
}

/**
 * Runs this program once more, with the same arguments, streams and folder.
 * @returns Its exit code; where a signal ended it, 128 and the signal's number, as shells say it.
 */
export function startAgain(
  environment: NodeJS.ProcessEnv,
  args: readonly string[] = [...process.execArgv, ...process.argv.slice(1)],
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env: environment });
    const undo = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) =>
      handOn(signal, (sent) => child.kill(sent)),
    );
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const stop of undo) stop();
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}
