/**
 * That the benchmark measures what it says: the compiled engine agrees with the reference that it is compared with.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  ENGINE_STEPS,
  engineInput,
  engineSpec,
  engineWeights,
  forwardWork,
  referenceWork,
  trainingWork,
} from '../../../src/benchmark/engine';
import { TOLERANCE } from '../../../src/benchmark/engine-figures';
import { layerReference } from '../../../src/recurrent/cell-reference';
import { loadTensorflow, type Tensor } from '../../../src/tensor/backend';
import { underPrefix } from '../../../src/acoustic/acoustic-spec';
import { toTensors } from '../../../src/training/weight-tensors';

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0);
}

describe('forwardWork()', () => {
  it.each(['gru', 'lstm', 'simple-rnn'] as const)(
    'of %s equals the eager reference, in bfloat16 within its tolerance',
    async (cell) => {
      const tf = await loadTensorflow();
      const weights = toTensors(tf, engineWeights(cell));
      let x: Tensor = tf.tensor3d(engineInput(1), [ENGINE_STEPS, 1, engineSpec(cell).inputSize]);
      const padding = tf.zeros([ENGINE_STEPS, 1]);
      for (let index = 0; index < engineSpec(cell).layers; index++) {
        x = layerReference(tf, cell, underPrefix(weights, `layer${index}`), { x, padding });
      }
      const expected = x.dataSync();
      for (const products of ['float32', 'bfloat16'] as const) {
        const work = await forwardWork(cell, 1, { products });
        const difference = furthest(work.values(), expected);
        expect(difference, products).toBeLessThan(TOLERANCE[products]);
        expect(difference, products).toBeGreaterThan(0);
        work.close();
      }
    },
    60_000,
  );
});

describe('forwardWork(), trainingWork() and referenceWork()', () => {
  it('take time and leave no tensor behind', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    for (const make of [forwardWork, trainingWork, referenceWork]) {
      const work = await make('gru', 1);
      expect(await work.run(), make.name).toBeGreaterThan(0);
      work.close();
    }
    expect(tf.memory().numTensors).toBe(before);
  }, 120_000);
});
