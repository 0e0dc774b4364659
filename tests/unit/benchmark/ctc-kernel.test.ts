/**
 * CTC beside TensorFlow's kernel.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { ctcTable, measureCtc } from '../../../src/benchmark/ctc-kernel';
import { loadTensorflow } from '../../../src/tensor/backend';

describe('measureCtc()', () => {
  it('times both on the same numbers, finds equal gradients and leaves no tensor behind', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const figures = await measureCtc(3, { steps: 30, batch: 2, classes: 6, labels: 8 });
    expect(tf.memory().numTensors).toBe(before);
    // The kernel's logarithms are good to about a thousandth.
    expect(figures.difference).toBeLessThan(2e-3);
    for (const { least, median, most } of [figures.ours, figures.kernel]) {
      expect(least).toBeGreaterThan(0);
      expect(median).toBeGreaterThanOrEqual(least);
      expect(most).toBeGreaterThanOrEqual(median);
    }
    expect(figures.ratio).toBeCloseTo(figures.ours.median / figures.kernel.median, 9);
    expect(ctcTable(figures)).toContain("| TensorFlow's kernel |");
  });
});
