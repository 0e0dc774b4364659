/**
 * Hearing with several vocal tracts: what the network is given.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/base/matrix';
import { mfccStretch } from '../../../src/features/stretch';
import { stretchedHearings } from '../../../src/recognizer/stretched-hearings';

const STATISTICS = {
  mean: new Float32Array(40),
  deviation: Float32Array.from({ length: 40 }, (_, i) => 1 + i),
};

describe('stretchedHearings', () => {
  it('gives all hearings of a step beside each other, as it is first', () => {
    const steps = Float32Array.from({ length: 2 * 120 }, (_, i) => Math.sin(i));
    const { count, of } = stretchedHearings(STATISTICS, 0.1);
    const all = of(matrix(2, 120, steps));
    expect(count).toBe(5);
    expect(all).toHaveLength(2 * 5 * 120);
    for (const row of [0, 1]) {
      const own = all.slice(row * 5 * 120, (row * 5 + 1) * 120);
      expect(own).toEqual(steps.slice(row * 120, (row + 1) * 120));
    }
    // Every step is stretched by itself.
    const second = of(matrix(1, 120, steps.slice(120)));
    expect(all.slice(5 * 120)).toEqual(second);
  });

  it('stretches what stands behind the division by the deviations', () => {
    const steps = new Float32Array(120);
    steps[40 + 2] = 1; // one deviation, which is 3, of coefficient 2 in the second frame
    const all = stretchedHearings(STATISTICS, 0.2).of(matrix(1, 120, steps));
    const longest = all.subarray(4 * 120);
    const square = mfccStretch(1.2);
    for (const to of [0, 1, 2, 5, 39]) {
      expect(longest[40 + to]).toBeCloseTo((3 * square[2 * 40 + to]!) / (1 + to), 4);
    }
    expect(longest.subarray(0, 40)).toEqual(new Float32Array(40));
  });
});
