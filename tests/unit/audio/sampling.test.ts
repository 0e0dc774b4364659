/**
 * Fractions as 16-bit samples.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { toInt16 } from '../../../src/audio/sampling';

describe('toInt16', () => {
  it('gives every 16-bit sample back that was divided by full scale', () => {
    const all = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
    expect(toInt16(Float32Array.from(all, (sample) => sample / 32_768))).toEqual(all);
  });

  it('rounds to the nearest', () => {
    const third = 1 / 3 / 32_768;
    expect([...toInt16(Float32Array.of(third, 2 * third, -third, -2 * third))]).toEqual([
      0, 1, 0, -1,
    ]);
  });

  it('clips what is beyond full scale', () => {
    const samples = toInt16(Float32Array.of(1, 7, Infinity, -1, -7, -Infinity));
    expect([...samples]).toEqual([32_767, 32_767, 32_767, -32_768, -32_768, -32_768]);
  });

  it('takes what is no number as silence', () => {
    expect([...toInt16(Float32Array.of(NaN))]).toEqual([0]);
  });
});
