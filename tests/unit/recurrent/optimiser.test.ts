/**
 * What every optimiser keeps to: steps that are not finite are thrown away, and no tensor is left.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { compileOptimiser, type OptimiserSpec } from '../../../src/recurrent/optimisers';
import { loadTensorflow, type Tensorflow, type Tensor } from '../../../src/tensor/backend';

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});
const start = (): Record<string, Tensor> => ({ w: tf.tensor2d([1, -2, 3, 4], [2, 2]) });

const ADAMW = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };
const SPECS: OptimiserSpec[] = [
  { kind: 'sgd', momentum: 0, nesterov: false, clipNorm: 1 },
  { kind: 'sgd', momentum: 0.9, nesterov: true, clipNorm: 1, clipValue: 0.5 },
  { kind: 'adamw', ...ADAMW, clipNorm: 1, clipValue: 0.5, l1: 0.1, l2: 0.1 },
];

describe.each(SPECS)('Optimiser %j', (spec) => {
  it.each([NaN, Infinity, -Infinity])(
    'step() throws a gradient of %s away, changes nothing and can go on',
    async (bad) => {
      const optimiser = await compileOptimiser(spec, start());
      const before = Array.from(optimiser.weights['w']!.dataSync());
      const broken = optimiser.step({ w: tf.tensor2d([bad, 0, 0, 0], [2, 2]) }, 0.1);
      expect(broken.applied).toBe(false);
      expect(Array.from(optimiser.weights['w']!.dataSync())).toEqual(before);
      expect(optimiser.state.steps).toBe(0);
      const report = optimiser.step({ w: tf.ones([2, 2]) }, 0.1);
      expect(report).toEqual({ norm: 2, applied: true });
      expect(optimiser.weights['w']!.dataSync()[0]).toBeLessThan(1);
      optimiser.close();
    },
  );

  it('step() and close() leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const optimiser = await compileOptimiser(spec, start());
    for (let i = 0; i < 3; i++) optimiser.step({ w: tf.ones([2, 2]) }, 0.1);
    optimiser.step({ w: tf.fill([2, 2], NaN) }, 0.1);
    optimiser.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});
