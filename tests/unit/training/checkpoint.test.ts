/**
 * Checkpoints: whole or not at all.
 * @module
 */
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../../../src/training/checkpoint';
import { initialWeights } from '../../../src/training/initial-weights';

const SPEC = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: 3,
  units: 2,
  layers: 1,
  classes: 3,
} as const;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function checkpoint(steps: number): Checkpoint {
  const drawn = (seed: number): Checkpoint['weights'] => initialWeights(SPEC, new Random(seed));
  return {
    position: {
      steps,
      epoch: 1,
      batchesDone: 2,
      randomState: 3,
      processorHours: 0.5,
      audioHours: 4,
    },
    weights: drawn(1),
    means: drawn(2),
    squares: drawn(3),
    optimiserSteps: steps - 1,
  };
}

describe('writeCheckpoint() and readCheckpoint()', () => {
  it('give everything back bit for bit, the newest one', async () => {
    await writeCheckpoint(folder, checkpoint(10));
    await writeCheckpoint(folder, checkpoint(20));
    expect(await readCheckpoint(folder, SPEC)).toEqual(checkpoint(20));
    expect(await readdir(folder)).toEqual(['checkpoint']);
  });

  it('use the one before where a crash came between the two renames', async () => {
    await writeCheckpoint(folder, checkpoint(10));
    await rename(path.join(folder, 'checkpoint'), path.join(folder, 'checkpoint.old'));
    expect((await readCheckpoint(folder, SPEC)).position.steps).toBe(10);
  });

  it('refuse a folder without one, and one of another network', async () => {
    await expect(readCheckpoint(folder, SPEC)).rejects.toThrow(/No checkpoint/);
    await writeCheckpoint(folder, checkpoint(10));
    await expect(readCheckpoint(folder, { ...SPEC, units: 4 })).rejects.toThrow(/instead of/);
  });

  it('refuse a position that is damaged', async () => {
    await writeCheckpoint(folder, checkpoint(10));
    await writeFile(path.join(folder, 'checkpoint/position.json'), '{"steps": "ten"}');
    await expect(readCheckpoint(folder, SPEC)).rejects.toThrow(/No checkpoint/);
  });
});
