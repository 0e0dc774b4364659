/**
 * Checkpoints: whole or not at all.
 * @module
 */
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
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

  it('refuse with the mend what belongs to another spec: cell, layers, one direction', async () => {
    await writeCheckpoint(folder, checkpoint(10));
    for (const other of [{ cell: 'lstm' }, { layers: 2 }, { classes: 4 }] as const) {
      const error: unknown = await readCheckpoint(folder, { ...SPEC, ...other }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).line).toMatch(/does not fit: .*: resume with the config/);
      expect((error as UserError).line).not.toContain('\n');
    }
  });

  it('keep what SGD remembers, and refuse it to another optimiser', async () => {
    const sgd = { ...checkpoint(10), squares: {} };
    await writeCheckpoint(folder, sgd);
    expect(await readCheckpoint(folder, SPEC, ['means'])).toEqual(sgd);
    await expect(readCheckpoint(folder, SPEC)).rejects.toThrow(/another optimiser/);
    await writeCheckpoint(folder, checkpoint(10));
    await expect(readCheckpoint(folder, SPEC, ['means'])).rejects.toThrow(/another optimiser/);
  });

  it('keep the mean of the weights, and refuse one that nobody counted', async () => {
    const average = { weights: initialWeights(SPEC, new Random(4)), count: 3 };
    await writeCheckpoint(folder, { ...checkpoint(10), average });
    expect(await readCheckpoint(folder, SPEC)).toEqual({ ...checkpoint(10), average });
    await writeCheckpoint(folder, checkpoint(20));
    expect(await readCheckpoint(folder, SPEC)).toEqual(checkpoint(20));
    await writeCheckpoint(folder, { ...checkpoint(10), average: { ...average, count: 0.5 } });
    await expect(readCheckpoint(folder, SPEC)).rejects.toThrow(/No checkpoint/);
  });

  it('refuse truncated weights, and weights that are not finite', async () => {
    const file = path.join(folder, 'checkpoint/means.safetensors');
    await writeCheckpoint(folder, checkpoint(10));
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length - 3));
    await expect(readCheckpoint(folder, SPEC)).rejects.toThrow(/truncated/);
    bytes.writeFloatLE(NaN, bytes.length - 4);
    await writeFile(file, bytes);
    await expect(readCheckpoint(folder, SPEC)).rejects.toThrow(/not finite/);
  });

  it("read a checkpoint that does not say what its optimiser remembers as AdamW's", async () => {
    await writeCheckpoint(folder, checkpoint(10));
    const file = path.join(folder, 'checkpoint/position.json');
    const { memories, ...old } = JSON.parse(await readFile(file, 'utf8')) as { memories: unknown };
    expect(memories).toEqual(['means', 'squares']);
    await writeFile(file, JSON.stringify(old));
    expect((await readCheckpoint(folder, SPEC)).squares).toEqual(checkpoint(10).squares);
  });

  it('refuse a position that is damaged', async () => {
    await writeCheckpoint(folder, checkpoint(10));
    await writeFile(path.join(folder, 'checkpoint/position.json'), '{"steps": "ten"}');
    await expect(readCheckpoint(folder, SPEC)).rejects.toThrow(/No checkpoint/);
  });
});
