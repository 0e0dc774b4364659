/**
 * PyTorch as the engine's peer: run by scripts/benchmark/pytorch.py on the same weights and input, where Python has
 * it. `SKALD_PYTHON` names another Python than `python3`.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeWeights } from '../bundle/weights-file';
import { STEP_SECONDS } from '../features/definition';
import type { CellName } from '../recurrent/cell';
import { ENGINE_STEPS, engineInput, engineSpec, engineWeights, forwardValues } from './engine';
import type { Spread } from './spread';

/** Batch sizes that are measured. */
export const FORWARD_BATCHES = [1, 16, 32] as const;
/** … in training. */
export const TRAIN_BATCHES = [16, 32] as const;

/** × real time of the peer, in 32 bits and in bfloat16. */
export interface PeerSpeed {
  readonly f32: Spread;
  readonly bf16: Spread;
}

/** What the script prints. */
export interface PeerReport {
  readonly version: string;
  readonly forward: Readonly<Record<string, PeerSpeed>>;
  readonly train: Readonly<Record<string, PeerSpeed>>;
  /** Largest difference of the top layer's values between the peer and us. */
  readonly largestDifference: number;
}

function floatsOf(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/**
 * Measures PyTorch.
 * @param script Path of scripts/benchmark/pytorch.py.
 * @returns Nothing where Python or PyTorch is missing.
 */
export async function measurePytorch(
  script: string,
  cell: CellName,
  runs: number,
): Promise<PeerReport | undefined> {
  const folder = mkdtempSync(path.join(tmpdir(), 'skald-bench-'));
  try {
    writeFileSync(
      path.join(folder, 'weights.safetensors'),
      encodeWeights(engineWeights(cell), 'F32'),
    );
    for (const batch of FORWARD_BATCHES) {
      writeFileSync(path.join(folder, `input-${batch}.f32`), engineInput(batch));
    }
    const { inputSize, units, layers, classes } = engineSpec(cell);
    const spec = {
      ...{
        cell,
        inputSize,
        units,
        layers,
        classes,
        steps: ENGINE_STEPS,
        stepSeconds: STEP_SECONDS,
      },
      ...{ labels: 100, forward: FORWARD_BATCHES, train: TRAIN_BATCHES },
    };
    writeFileSync(path.join(folder, 'spec.json'), JSON.stringify(spec));
    const python = process.env['SKALD_PYTHON'] ?? 'python3';
    const { status, stdout } = spawnSync(python, [script, folder, String(runs)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (status !== 0) return undefined;
    const report = JSON.parse(stdout) as Omit<PeerReport, 'largestDifference'>;
    const ours = await forwardValues(cell, 1);
    const theirs = floatsOf(path.join(folder, 'output-1.f32'));
    const largestDifference = ours.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (theirs[i] ?? Infinity))),
      0,
    );
    return { ...report, largestDifference };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
