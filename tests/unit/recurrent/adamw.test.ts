/**
 * AdamW against the published algorithm written out in 64 bits.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { AdamW } from '../../../src/recurrent/adamw';
import { loadTensorflow, type Tensorflow, type Tensor } from '../../../src/tensor/backend';

const OPTIONS = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, clipNorm: 1 };
const RATE = 0.05;

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

const start = (): Record<string, Tensor> => ({
  matrix: tf.tensor2d([1, -2, 3, 4], [2, 2]),
  bias: tf.tensor1d([0.5, -0.5]),
});

describe('AdamW', () => {
  it('step() follows algorithm 2 of Loshchilov and Hutter over ten steps, clipped, without decay of biases', async () => {
    const optimiser = await AdamW.compile(start(), OPTIONS);
    const random = new Random(5);
    const weights = [1, -2, 3, 4, 0.5, -0.5];
    const mean = weights.map(() => 0);
    const square = weights.map(() => 0);
    for (let t = 1; t <= 10; t++) {
      const gradient = weights.map(() => random.normal());
      const norm = Math.hypot(...gradient);
      const report = optimiser.step(
        {
          matrix: tf.tensor2d(gradient.slice(0, 4), [2, 2]),
          bias: tf.tensor1d(gradient.slice(4)),
        },
        RATE,
      );
      expect(report.norm).toBeCloseTo(norm, 4);
      for (let i = 0; i < weights.length; i++) {
        const g = gradient[i]! * Math.min(1, OPTIONS.clipNorm / norm);
        mean[i] = OPTIONS.beta1 * mean[i]! + (1 - OPTIONS.beta1) * g;
        square[i] = OPTIONS.beta2 * square[i]! + (1 - OPTIONS.beta2) * g * g;
        const m = mean[i]! / (1 - OPTIONS.beta1 ** t);
        const v = square[i]! / (1 - OPTIONS.beta2 ** t);
        const decay = i < 4 ? OPTIONS.weightDecay * weights[i]! : 0;
        weights[i]! -= RATE * (m / (Math.sqrt(v) + OPTIONS.epsilon) + decay);
      }
    }
    const found = [
      ...optimiser.weights['matrix']!.dataSync(),
      ...optimiser.weights['bias']!.dataSync(),
    ];
    found.forEach((w, i) => {
      expect(w).toBeCloseTo(weights[i]!, 4);
    });
    expect(optimiser.state.steps).toBe(10);
    optimiser.close();
  });

  it.each([NaN, Infinity])(
    'step() throws a gradient of %s away and changes nothing',
    async (bad) => {
      const optimiser = await AdamW.compile(start(), OPTIONS);
      const before = Array.from(optimiser.weights['matrix']!.dataSync());
      const report = optimiser.step(
        { matrix: tf.tensor2d([bad, 0, 0, 0], [2, 2]), bias: tf.zeros([2]) },
        RATE,
      );
      expect(report.applied).toBe(false);
      expect(Array.from(optimiser.weights['matrix']!.dataSync())).toEqual(before);
      expect(optimiser.state.steps).toBe(0);
      optimiser.close();
    },
  );

  it('step() and close() leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const optimiser = await AdamW.compile(start(), OPTIONS);
    for (let i = 0; i < 3; i++) {
      optimiser.step({ matrix: tf.ones([2, 2]), bias: tf.ones([2]) }, RATE);
    }
    optimiser.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});
