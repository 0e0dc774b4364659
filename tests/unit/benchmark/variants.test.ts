/**
 * That the forms that are compared compute the same.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { TOLERANCE } from '../../../src/benchmark/engine-figures';
import { measureVariants, variantsTable } from '../../../src/benchmark/variants';
import { loadTensorflow } from '../../../src/tensor/backend';

describe('measureVariants()', () => {
  it('compares forms that give equal values, and leaves no tensor behind', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const figures = await measureVariants(1, 1, 9);
    expect(tf.memory().numTensors).toBe(before);
    for (const [name, { difference, speed }] of Object.entries(figures)) {
      expect(speed.median, name).toBeGreaterThan(0);
      if (name.includes('another result')) {
        expect(difference).toBeNull();
        continue;
      }
      const limit = name.includes('bfloat16') ? TOLERANCE.bfloat16 : TOLERANCE.float32;
      expect(difference, name).toBeLessThan(limit);
    }
    expect(variantsTable(figures)).toContain('| blocks of 9 |');
  });
});
