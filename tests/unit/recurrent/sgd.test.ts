/**
 * SGD against PyTorch's formula written out in 64 bits.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { compileSgd } from '../../../src/recurrent/sgd';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';

const RATE = 0.05;
const PLAIN = { momentum: 0, nesterov: false, clipNorm: 1e6 };

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

describe('compileSgd()', () => {
  it.each([
    ['without momentum', PLAIN],
    ['with momentum', { ...PLAIN, momentum: 0.9 }],
    ["with Nesterov's rule", { ...PLAIN, momentum: 0.9, nesterov: true }],
    ['with an L2 penalty', { ...PLAIN, momentum: 0.5, l2: 0.1 }],
  ])('follows torch.optim.SGD %s', async (_, options) => {
    const { momentum, nesterov, l2 = 0 } = options as typeof PLAIN & { l2?: number };
    const weights = [1, -2, 3, 4, 0.5, -0.5];
    const optimiser = await compileSgd(
      { matrix: tf.tensor2d(weights.slice(0, 4), [2, 2]), bias: tf.tensor1d(weights.slice(4)) },
      options,
    );
    const random = new Random(3);
    const buffer: number[] = [];
    for (let t = 0; t < 10; t++) {
      const gradient = weights.map(() => random.normal());
      optimiser.step(
        {
          matrix: tf.tensor2d(gradient.slice(0, 4), [2, 2]),
          bias: tf.tensor1d(gradient.slice(4)),
        },
        RATE,
      );
      for (let i = 0; i < weights.length; i++) {
        const g = gradient[i]! + (i < 4 ? l2 * weights[i]! : 0);
        buffer[i] = t === 0 ? g : momentum * buffer[i]! + g;
        weights[i]! -= RATE * (nesterov ? g + momentum * buffer[i]! : buffer[i]!);
      }
    }
    const found = ['matrix', 'bias'].flatMap((name) => [...optimiser.weights[name]!.dataSync()]);
    found.forEach((w, i) => {
      expect(w).toBeCloseTo(weights[i]!, 4);
    });
    expect(optimiser.state.steps).toBe(10);
    optimiser.close();
  });

  it('goes on from a state', async () => {
    const options = { ...PLAIN, momentum: 0.5 };
    const state = { means: { w: tf.tensor1d([4]) }, squares: {}, steps: 7 };
    const optimiser = await compileSgd({ w: tf.tensor1d([1]) }, options, state);
    optimiser.step({ w: tf.tensor1d([1]) }, 0.1);
    expect(optimiser.weights['w']!.dataSync()[0]).toBeCloseTo(1 - 0.1 * (0.5 * 4 + 1), 6);
    expect(optimiser.state.steps).toBe(8);
    optimiser.close();
  });

  it("refuses Nesterov's rule without momentum", async () => {
    await expect(compileSgd({}, { ...PLAIN, nesterov: true })).rejects.toThrow(RangeError);
  });
});
