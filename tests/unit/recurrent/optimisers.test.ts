/**
 * The optimisers by name.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { compileOptimiser } from '../../../src/recurrent/optimisers';
import { loadTensorflow } from '../../../src/tensor/backend';

describe('compileOptimiser()', () => {
  it('makes the optimiser that the spec names', async () => {
    const tf = await loadTensorflow();
    const sgd = await compileOptimiser(
      { kind: 'sgd', momentum: 0, nesterov: false, clipNorm: 10 },
      { w: tf.tensor1d([1]) },
    );
    sgd.step({ w: tf.tensor1d([2]) }, 0.1);
    expect(sgd.weights['w']!.dataSync()[0]).toBeCloseTo(0.8, 6);
    const constants = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0, clipNorm: 10 };
    const adamw = await compileOptimiser({ kind: 'adamw', ...constants }, { w: tf.tensor1d([1]) });
    adamw.step({ w: tf.tensor1d([2]) }, 0.1);
    expect(adamw.weights['w']!.dataSync()[0]).toBeCloseTo(0.9, 6); // the first step has the size of the rate
    sgd.close();
    adamw.close();
  });
});
