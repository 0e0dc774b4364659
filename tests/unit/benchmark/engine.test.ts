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
  forwardValues,
  measureForward,
  measureReference,
  measureTraining,
  timesRealTime,
} from '../../../src/benchmark/engine';
import { layerReference } from '../../../src/recurrent/cell-reference';
import { loadTensorflow, type Tensor } from '../../../src/tensor/backend';
import { underPrefix } from '../../../src/acoustic/acoustic-spec';
import { toTensors } from '../../../src/training/weight-tensors';

describe('forwardValues()', () => {
  it.each(['gru', 'lstm', 'simple-rnn'] as const)(
    'of %s equals the eager reference',
    async (cell) => {
      const tf = await loadTensorflow();
      const values = await forwardValues(cell, 1);
      const weights = toTensors(tf, engineWeights(cell));
      let x: Tensor = tf.tensor3d(engineInput(1), [ENGINE_STEPS, 1, engineSpec(cell).inputSize]);
      const padding = tf.zeros([ENGINE_STEPS, 1]);
      for (let index = 0; index < engineSpec(cell).layers; index++) {
        x = layerReference(tf, cell, underPrefix(weights, `layer${index}`), { x, padding });
      }
      const expected = x.dataSync();
      const worst = values.reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i]!)), 0);
      expect(worst).toBeLessThan(1e-4);
    },
    60_000,
  );
});

describe('timesRealTime()', () => {
  it('divides the audio by the time, after one call to warm up', async () => {
    let calls = 0;
    const spread = await timesRealTime(2, 3, async () => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    expect(calls).toBe(4);
    expect(spread.most).toBeLessThan((2 * ENGINE_STEPS * 0.03) / 0.049);
  });
});

describe('measureForward(), measureTraining() and measureReference()', () => {
  it('give speeds and leave no tensor behind', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    for (const measure of [measureForward, measureTraining, measureReference]) {
      expect((await measure('gru', 1, 1)).median, measure.name).toBeGreaterThan(0);
    }
    expect(tf.memory().numTensors).toBe(before);
  }, 120_000);
});
