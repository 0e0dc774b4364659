/**
 * The worked example in the small: the task is what it says, a network learns it, and the gradient is seen to vanish.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { gradientChart } from '../../../examples/vanishing-gradient/chart';
import { BATCH, LagNetwork } from '../../../examples/vanishing-gradient/network';
import { INPUT_SIZE, SYMBOLS, drawBatch } from '../../../examples/vanishing-gradient/task';
import { Random } from '../../../src/base/random';
import { loadTensorflow } from '../../../src/tensor/backend';

describe('drawBatch()', () => {
  it('says the symbol at the first step only, and asks at the last', () => {
    const { x, labels } = drawBatch(new Random(1), 3, 5);
    const symbolAt = (t: number, b: number): number =>
      x.slice((t * 5 + b) * INPUT_SIZE, (t * 5 + b + 1) * INPUT_SIZE).indexOf(1);
    for (const [b, label] of labels.entries()) {
      expect(symbolAt(0, b)).toBe(label);
      for (const t of [1, 2]) expect(symbolAt(t, b)).toBeGreaterThanOrEqual(SYMBOLS);
      expect(symbolAt(3, b)).toBe(INPUT_SIZE - 1);
    }
  });
});

describe('LagNetwork', () => {
  it('learns a short lag and leaves no tensor behind', async () => {
    const tf = await loadTensorflow();
    const random = new Random(2);
    const before = tf.memory().numTensors;
    const network = await LagNetwork.create('gru', 4, 1);
    const untrained = network.test(drawBatch(random, 4, BATCH)).right;
    for (let step = 0; step < 150; step++) network.train(drawBatch(random, 4, BATCH), 0.01);
    expect(untrained).toBeLessThan(0.7);
    expect(network.test(drawBatch(random, 4, BATCH)).right).toBeGreaterThan(0.95);
    expect(network.gradientThroughTime(drawBatch(random, 4, BATCH))).toHaveLength(5);
    network.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('loses the gradient of a simple RNN over 50 steps, and not that of an LSTM', async () => {
    const leftOf = async (cell: 'simple-rnn' | 'lstm'): Promise<number> => {
      const network = await LagNetwork.create(cell, 50, 1);
      const norms = network.gradientThroughTime(drawBatch(new Random(3), 50, BATCH));
      network.close();
      return norms[1]! / norms[50]!;
    };
    expect(await leftOf('simple-rnn')).toBeLessThan(1e-6);
    expect(await leftOf('lstm')).toBeGreaterThan(1e-2);
  });
});

describe('gradientChart()', () => {
  it('draws a curve for every cell in every panel', () => {
    const curves = ['a', 'b', 'c'].map((name) => ({ name, norms: [1e-20, 0.1, 1] }));
    const svg = gradientChart([
      { title: 'x', curves },
      { title: 'y', curves },
    ]);
    expect(svg.match(/<path d="M[^"]*L[^"]*L/g)).toHaveLength(6);
    expect(svg).not.toContain('NaN');
  });
});
