/**
 * A network in batches hears what it hears one by one.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { openAcousticNetwork } from '../../../src/acoustic/open-network';
import { matrix, type Matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { STEP_SIZE } from '../../../src/features/definition';
import { loadTensorflow } from '../../../src/tensor/backend';
import { BatchHearing } from '../../../src/training/batch-hearing';
import { initialWeights } from '../../../src/training/initial-weights';
import { SMALL_SPEC } from '../bundle/small-bundle';

const SPEC: AcousticSpec = { ...SMALL_SPEC, layers: 2, phones: 5 };

function recording(rows: number, random: Random): Matrix {
  const data = Float32Array.from({ length: rows * STEP_SIZE }, () => random.normal());
  return matrix(rows, STEP_SIZE, data);
}

describe('BatchHearing', () => {
  it('gives the log posteriors of the network alone, whatever else is in the batch', async () => {
    const random = new Random(3);
    const weights = initialWeights(SPEC, random);
    const recordings = [40, 7, 33].map((rows) => recording(rows, random));
    const network = await openAcousticNetwork(SPEC, weights);
    const expected = recordings.map((steps) => network.forward(steps, 'phones'));
    const letters = recordings.map((steps) => network.forward(steps));
    network.close();
    const tf = await loadTensorflow();
    const hearing = await BatchHearing.open({ spec: SPEC, weights }, 4, 'float32');
    await hearing.phones(recordings);
    const before = tf.memory().numTensors;
    const heard = await hearing.phones(recordings);
    expect(tf.memory().numTensors).toBe(before);
    expect(heard.map(({ rows, columns }) => [rows, columns])).toEqual([
      [40, 5],
      [7, 5],
      [33, 5],
    ]);
    const both = await hearing.outputs(recordings);
    expect(both.map(({ phones }) => phones)).toEqual(heard);
    const pairs = [...heard, ...both.map((outputs) => outputs.letters)].entries();
    for (const [i, { data }] of pairs) {
      const alone = [...expected, ...letters][i]!;
      expect(data.length).toBe(alone.data.length);
      for (const [at, value] of data.entries()) {
        expect(Math.abs(value - alone.data[at]!)).toBeLessThan(1e-4);
      }
    }
    await expect(hearing.phones([])).rejects.toThrow(RangeError);
    await expect(hearing.phones(Array(5).fill(recordings[1]) as Matrix[])).rejects.toThrow(
      '1 to 4',
    );
    hearing.close();
  });

  it('refuses a network without phones', async () => {
    const weights = initialWeights(SMALL_SPEC, new Random(1));
    const hearing = await BatchHearing.open({ spec: SMALL_SPEC, weights }, 1, 'float32');
    await expect(hearing.phones([recording(3, new Random(1))])).rejects.toThrow('phones');
    hearing.close();
  });
});
