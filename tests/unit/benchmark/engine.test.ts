/**
 * That the benchmark measures what it says: the compiled engine agrees with the reference that it is compared with.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  ENGINE_SPEC,
  ENGINE_STEPS,
  engineInput,
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
  it('equals the eager reference', async () => {
    const tf = await loadTensorflow();
    const values = await forwardValues(1);
    const weights = toTensors(tf, engineWeights());
    let x: Tensor = tf.tensor3d(engineInput(1), [ENGINE_STEPS, 1, ENGINE_SPEC.inputSize]);
    const padding = tf.zeros([ENGINE_STEPS, 1]);
    for (let index = 0; index < ENGINE_SPEC.layers; index++) {
      x = layerReference(tf, 'gru', underPrefix(weights, `layer${index}`), { x, padding });
    }
    const expected = x.dataSync();
    const worst = values.reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i]!)), 0);
    expect(worst).toBeLessThan(1e-4);
  }, 60_000);
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
      expect((await measure(1, 1)).median, measure.name).toBeGreaterThan(0);
    }
    expect(tf.memory().numTensors).toBe(before);
  }, 120_000);
});
