/**
 * Cross entropy against PyTorch 2.13 (tests/reference/layers.json, made by scripts/reference/layers.py).
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CrossEntropy } from '../../../src/recurrent/cross-entropy';
import { loadTensorflow } from '../../../src/tensor/backend';

interface Values {
  readonly shape: number[];
  readonly data: number[];
}
const { crossEntropy: golden } = JSON.parse(
  readFileSync(path.join(__dirname, '../../reference/layers.json'), 'utf8'),
) as {
  crossEntropy: { logits: Values; labels: number[]; losses: Values; gradient: Values };
};

describe('CrossEntropy', () => {
  it('run() gives the losses and gradients of PyTorch, and nothing for rows of weight 0', async () => {
    const tf = await loadTensorflow();
    const loss = await CrossEntropy.compile(4);
    const logits = tf.tensor(golden.logits.data, golden.logits.shape);
    const before = tf.memory().numTensors;
    const labels = Int32Array.from(golden.labels);
    const all = loss.run(logits, labels);
    all.losses.dataSync().forEach((v, i) => {
      expect(v).toBeCloseTo(golden.losses.data[i]!, 5);
    });
    all.gradient.dataSync().forEach((v, i) => {
      expect(v).toBeCloseTo(golden.gradient.data[i]!, 5);
    });
    const some = loss.run(logits, labels, Float32Array.of(0, 1, 1, 1, 1, 1, 1, 2));
    expect(some.losses.dataSync()[0]).toBe(0);
    expect(
      some.gradient
        .dataSync()
        .slice(0, 4)
        .every((v) => v === 0),
    ).toBe(true);
    expect(some.losses.dataSync()[7]).toBeCloseTo(2 * golden.losses.data[7]!, 5);
    tf.dispose([{ ...all }, { ...some }]);
    expect(tf.memory().numTensors).toBe(before);
    loss.close();
  });

  it('run() refuses a label that is no class', async () => {
    const tf = await loadTensorflow();
    const loss = await CrossEntropy.compile(4);
    expect(() => loss.run(tf.zeros([1, 4]), Int32Array.of(4))).toThrow(/label 4/);
    loss.close();
  });
});
