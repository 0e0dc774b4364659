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
    const norms = tf.tensor1d([5, 6]);
    const watch = new GradientWatch(tf, true);
    watch.sawWeightGradients({ 'layer0/kernel': a, 'layer0/bias': b, 'output/bias': b });
    watch.sawStateNorms('layer0', 'forward', 1, norms);
    watch.sawStateNorms('layer0', 'forward', 0, tf.add(norms, 2));
    watch.sawOutputs('layer0', [a, tf.reshape(a, [2])]);
    const { normsByLayer, normsByTime, normsByBlock, activations } = watch.seen;
    expect(normsByLayer).toEqual({ layer0: 13, output: 12 });
    expect(normsByTime).toEqual({ 'layer0/forward': [7, 8, 5, 6] });
    expect(normsByBlock).toEqual({ 'layer0/forward': [7, 5] });
    expect(activations?.['layer0']).toEqual({ mean: 3.5, deviation: 0.5 });
    expect(tf.memory().numTensors).toBe(before + 3);
  });

  it('keeps gradients by layer and block alone where it does not look in detail', async () => {
    const tf = await loadTensorflow();
    const watch = new GradientWatch(tf, false);
    watch.sawWeightGradients({ 'layer0/kernel': tf.tensor1d([3, 4]) });
    watch.sawStateNorms('layer0', 'backward', 0, tf.tensor1d([0.123456, 6]));
    watch.sawOutputs('layer0', [tf.tensor1d([1])]);
    expect(watch.seen).toEqual({
      normsByLayer: { layer0: 5 },
      normsByBlock: { 'layer0/backward': [0.1235] },
    });
  });
});
