/**
 * Compiling and running a layer: what is refused, what inference keeps, and a thousand steps without a tensor left.
 * Values are tested beside each layer.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { AdamW } from '../../../src/recurrent/adamw';
import { CompiledLayer } from '../../../src/recurrent/compiled-layer';
import { dense } from '../../../src/recurrent/dense';
import { layerNormalisation } from '../../../src/recurrent/layer-normalisation';
import { loadTensorflow } from '../../../src/tensor/backend';

const ADAMW = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, clipNorm: 1 };

describe('CompiledLayer', () => {
  it('forward() names what is missing and what has a wrong shape', async () => {
    const tf = await loadTensorflow();
    const layer = await CompiledLayer.compile(dense([2, 3], 4), false);
    const weights = { kernel: tf.ones([3, 4]), bias: tf.ones([4]) };
    expect(() => layer.forward({ bias: weights.bias }, { x: tf.ones([2, 3]) })).toThrow(/kernel/);
    expect(() => layer.forward(weights, { x: tf.ones([3, 3]) })).toThrow(/input x/);
    layer.close();
  });

  it('keeps no tape unless it trains, and then cannot go backward', async () => {
    const tf = await loadTensorflow();
    const layer = await CompiledLayer.compile(layerNormalisation([2, 3]), false);
    const weights = { gain: tf.ones([3]), bias: tf.zeros([3]) };
    const inputs = { x: tf.ones([2, 3]) };
    const run = layer.forward(weights, inputs);
    expect(run.tape).toEqual({});
    expect(() => layer.backward(weights, inputs, run, run.outputs)).toThrow(/compiled to train/);
    layer.close();
  });

  it('trains for 1,000 steps and leaves the number of tensors as it was', async () => {
    const tf = await loadTensorflow();
    const layer = await CompiledLayer.compile(dense([2, 3], 2, 'tanh'), true);
    const weights = { kernel: tf.ones([3, 2]), bias: tf.ones([2]) };
    const optimiser = await AdamW.compile(weights, ADAMW);
    const inputs = { x: tf.ones([2, 3]) };
    const before = tf.memory().numTensors;
    for (let step = 0; step < 1000; step++) {
      const run = layer.forward(optimiser.weights, inputs);
      const made = layer.backward(optimiser.weights, inputs, run, run.outputs);
      tf.dispose([run.outputs, made.inputs]);
      optimiser.step(made.weights, 0.01);
    }
    expect(tf.memory().numTensors).toBe(before);
    expect(optimiser.state.steps).toBe(1000);
    optimiser.close();
    layer.close();
  });
});
