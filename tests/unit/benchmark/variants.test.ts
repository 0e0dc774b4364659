/**
 * That the forms that are compared compute the same.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { TOLERANCE } from '../../../src/benchmark/engine-figures';
import { measureVariants, variantsTable } from '../../../src/benchmark/variants';
import { loadTensorflow } from '../../../src/tensor/backend';

/** In 32 bits the forms differ in the order of sums alone. */
const EQUAL = 1e-5;

describe('measureVariants()', () => {
  it.each(['forward', 'train'] as const)(
    'compares forms that give equal values (%s), and leaves no tensor behind',
    async (kind) => {
      const tf = await loadTensorflow();
      const before = tf.memory().numTensors;
      const figures = await measureVariants(kind, 1, 1, 9);
      expect(tf.memory().numTensors).toBe(before);
      for (const [name, { difference, speed }] of Object.entries(figures)) {
        expect(speed.median, name).toBeGreaterThan(0);
        if (name.includes('another result')) {
          expect(difference).toBeNull();
          continue;
        }
        const limit = name.includes('bfloat16') ? TOLERANCE.bfloat16 : EQUAL;
        expect(difference, name).toBeLessThan(limit);
      }
      expect(Object.keys(figures)).toContain('a loop in one graph, a step a turn');
      expect(variantsTable(figures)).toContain('| blocks of 9 |');
    },
  );
});
