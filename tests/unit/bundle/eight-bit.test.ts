/**
 * Matrices in 8 bits: how far off they are, and what stays exact.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { fromEightBit, toEightBit } from '../../../src/bundle/eight-bit';

describe('toEightBit() and fromEightBit()', () => {
  it('keep each number within half a step of its own column', () => {
    const random = new Random(1);
    const columns = 5;
    const data = Float32Array.from(
      { length: 40 * columns },
      (_, i) =>
        // Columns of very different sizes: a scale for all would lose the small ones.
        random.normal() * 10 ** (i % columns),
    );
    const stored = toEightBit(data, columns);
    const back = fromEightBit(stored);
    for (let c = 0; c < columns; c++) {
      const own = data.filter((_, i) => i % columns === c);
      const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(stored.scales[c]).toBeCloseTo(largest / 127, 5);
      back
        .filter((_, i) => i % columns === c)
        .forEach((value, i) => {
          expect(Math.abs(value - own[i]!)).toBeLessThanOrEqual((largest / 127 / 2) * 1.00001);
        });
    }
  });

  it('keeps 0 and the largest number of both signs, and columns of zeros', () => {
    const data = Float32Array.of(127, 0, -127, 0, 0, 0, 64, 0);
    const stored = toEightBit(data, 2);
    expect(Array.from(stored.values)).toEqual([127, 0, -127, 0, 0, 0, 64, 0]);
    expect(fromEightBit(stored)).toEqual(data);
  });
});
