/**
 * What is told of a step's gradients.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../../src/tensor/backend';
import { GradientWatch } from '../../../src/training/gradient-watch';

describe('GradientWatch', () => {
  it('adds up norms by layer, keeps those of states in order of time, and frees what it makes', async () => {
    const tf = await loadTensorflow();
    const a = tf.tensor1d([3, 4]);
    const b = tf.tensor1d([12]);
    const before = tf.memory().numTensors;
    const watch = new GradientWatch(tf);
    watch.sawWeightGradients({ 'layer0/kernel': a, 'layer0/bias': b, 'output/bias': b });
    watch.sawStateGradient('layer0', 'forward', 1, { state: b });
    watch.sawStateGradient('layer0', 'forward', 0, { state: a, cell: b });
    watch.sawOutputs('layer0', [a, tf.reshape(a, [2])]);
    const { normsByLayer, normsByTime, activations } = watch.seen;
    expect(normsByLayer).toEqual({ layer0: 13, output: 12 });
    expect(normsByTime).toEqual({ 'layer0/forward': [13, 12] });
    expect(activations['layer0']).toEqual({ mean: 3.5, deviation: 0.5 });
    expect(tf.memory().numTensors).toBe(before + 1);
  });
});
