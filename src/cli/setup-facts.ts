/**
 * Asks the set-up scripts what is installed. In a process of its own, because a native library that does
 * not fit the processor ends the process that loads it.
 * @module
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BugError, UserError } from '../base/errors';
import { packageRoot } from './package-root';

/** What `scripts/setup/facts.mjs` prints. */
export interface SetupFacts {
  readonly tensorflow: {
    readonly backend: 'native' | 'wasm';
    /** Of tfjs-node. */
    readonly version?: string;
    /** Of libtensorflow. */
    readonly library?: string;
    /** How many processors it may use. */
    readonly processors?: number;
    /** Why the native library does not load. */
    readonly reason?: string;
  };
  /** Whether the WASM backend is installed. */
  readonly wasm: boolean;
  readonly electron: {
    readonly kind: 'release' | 'test build' | 'chosen' | 'missing';
    readonly version?: string;
  };
  readonly system: {
    /** What is missing, in words. */
    readonly missing: readonly string[];
    /** The line that installs it; empty when nothing is missing. */
    readonly line: string;
  };
}

const TIME_LIMIT_MS = 120_000;

/**
 * Runs the set-up scripts' own look at this machine; takes a second or two.
 * @throws UserError when the scripts are not there.
 */
export async function readSetupFacts(): Promise<SetupFacts> {
  const script = join(packageRoot(), 'scripts', 'setup', 'facts.mjs');
  if (!existsSync(script)) {
    throw new UserError(`Cannot look at the set-up as ${script} is missing`, 'clone Skald again');
  }
  return parseSetupFacts(await outputOf(script));
}

/**
 * Checks what the script printed.
 * @throws BugError when it is not what the script should print.
 */
export function parseSetupFacts(text: string): SetupFacts {
  const value: unknown = JSON.parse(text);
  const parts = ['tensorflow', 'wasm', 'electron', 'system'];
  if (typeof value !== 'object' || value === null || !parts.every((part) => part in value)) {
    throw new BugError(`Cannot read the facts of set-up as they need ${parts.join(', ')}: ${text}`);
  }
  return value as SetupFacts;
}

function outputOf(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script], { timeout: TIME_LIMIT_MS }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new BugError(`Cannot run ${script}: ${stderr.trim() || error.message}`));
    });
  });
}
