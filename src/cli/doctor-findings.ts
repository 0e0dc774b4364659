/**
 * Turns facts about this machine into findings: what is there, what is missing, and the line that mends it.
 * @module
 */
import type { SetupFacts } from './setup-facts';

/**
 * `ok`: there. `limited`: works, but less well or with a part left out. `missing`: Skald needs it.
 */
export type FindingState = 'ok' | 'limited' | 'missing';

/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  readonly state: FindingState;
  /** What is there, or what is wrong. */
  readonly detail: string;
  /** The exact line or action that mends it; absent when nothing is to be mended. */
  readonly mend?: string;
}

/** Everything that the findings are made from. */
export interface MachineFacts {
  /** Version of Node, without `v`. */
  readonly node: string;
  readonly setup: SetupFacts;
  /** Names of the microphones, or why they cannot be listed. */
  readonly microphones: readonly string[] | { readonly problem: string };
  /** The bundled model; `problem` when it does not load, with its mend. */
  readonly model: { readonly folder: string; readonly problem?: string; readonly mend?: string };
}

/** The oldest Node whose built-in modules have all that is used. */
const OLDEST_NODE = 20;
const AGAIN = 'node scripts/setup.mjs --again';

/** All findings, in the order in which they are shown. */
export function findingsOf(facts: MachineFacts): Finding[] {
  return [
    nodeFinding(facts.node),
    tensorflowFinding(facts.setup),
    wasmFinding(facts.setup),
    electronFinding(facts.setup),
    systemFinding(facts.setup),
    microphoneFinding(facts.microphones),
    modelFinding(facts.model),
  ];
}

/** Whether everything that Skald needs is there. */
export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.state !== 'missing');
}

function nodeFinding(version: string): Finding {
  if (Number(version.split('.')[0]) >= OLDEST_NODE) {
    return { name: 'Node', state: 'ok', detail: version };
  }
  const mend = `install Node ${OLDEST_NODE} or newer from https://nodejs.org`;
  return { name: 'Node', state: 'missing', detail: `${version} is too old`, mend };
}

function tensorflowFinding({ tensorflow, wasm }: SetupFacts): Finding {
  const name = 'native TensorFlow';
  const { version, library, processors, reason } = tensorflow;
  if (tensorflow.backend === 'native') {
    const detail = `tfjs-node ${version ?? '?'} on libtensorflow ${library ?? '?'}, ${processors ?? '?'} processors`;
    return { name, state: 'ok', detail };
  }
  const what = reason ?? 'it does not load';
  return wasm
    ? { name, state: 'limited', detail: `${what}; WASM does the work, slower`, mend: AGAIN }
    : { name, state: 'missing', detail: what, mend: AGAIN };
}

function wasmFinding({ tensorflow, wasm }: SetupFacts): Finding {
  const name = 'WASM TensorFlow';
  if (!wasm) return { name, state: 'limited', detail: 'not installed', mend: 'npm ci' };
  const detail = tensorflow.backend === 'native' ? 'installed, not needed' : 'installed, in use';
  return { name, state: 'ok', detail };
}

function electronFinding({ electron }: SetupFacts): Finding {
  const name = 'Electron';
  const version = electron.version ?? '?';
  switch (electron.kind) {
    case 'release':
      return { name, state: 'ok', detail: version };
    case 'chosen':
      return { name, state: 'ok', detail: `${version}, chosen by ELECTRON_OVERRIDE_DIST_PATH` };
    case 'test build':
      return {
        name,
        state: 'limited',
        detail: `${version}, a build for tests, since its own download was out of reach`,
        mend: AGAIN,
      };
    case 'missing':
      return { name, state: 'missing', detail: 'not installed', mend: AGAIN };
  }
}

function systemFinding({ system }: SetupFacts): Finding {
  const name = 'system packages';
  if (system.missing.length === 0) return { name, state: 'ok', detail: 'all there' };
  const detail = `not there: ${system.missing.join('; ')}`;
  return { name, state: 'missing', detail, mend: system.line };
}

function microphoneFinding(microphones: MachineFacts['microphones']): Finding {
  const name = 'microphones';
  const mend = 'plug one in, and allow this user to record; files are transcribed without it';
  if ('problem' in microphones) {
    return { name, state: 'limited', detail: microphones.problem, mend };
  }
  if (microphones.length === 0) return { name, state: 'limited', detail: 'none', mend };
  return { name, state: 'ok', detail: `${microphones.length}: ${microphones.join(', ')}` };
}

function modelFinding({ folder, problem, mend }: MachineFacts['model']): Finding {
  const name = 'model';
  if (problem === undefined) return { name, state: 'ok', detail: folder };
  return { name, state: 'missing', detail: problem, mend: mend ?? 'git checkout -- models' };
}
