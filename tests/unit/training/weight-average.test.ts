/**
 * The mean of weights against sums made by hand.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  AVERAGE_EVERY_STEPS,
  averageAt,
  isAveraged,
  meanOf,
  NO_AVERAGE,
  withWeights,
} from '../../../src/training/weight-average';

const weights = (...data: number[]) => ({
  kernel: { shape: [2, 1], data: Float32Array.from(data) },
  bias: { shape: [1], data: Float32Array.of(data[0]! * 2) },
});

describe('withWeights()', () => {
  it('is the mean of all that were given, and leaves them as they are', () => {
    const given = [weights(1, 2), weights(3, -2), weights(8, 3)];
    const { weights: mean, count } = given.reduce((m, w) => withWeights(m, w), NO_AVERAGE);
    expect(count).toBe(3);
    expect([...mean['kernel']!.data]).toEqual([4, 1]);
    expect([...mean['bias']!.data]).toEqual([8]);
    expect(mean['kernel']!.shape).toEqual([2, 1]);
    expect([...given[0]!.kernel.data]).toEqual([1, 2]);
  });
});

describe('averageAt()', () => {
  const two = { weights: weights(1, 2), count: 2 };

  it('goes on with the mean of this run alone', () => {
    // Steps 80 and 90 of 100 are in it.
    expect(averageAt(two, 95, 100, 0.25)).toBe(two);
    // The run was made longer: its mean begins at step 150 now.
    expect(averageAt(two, 95, 200, 0.25)).toBeUndefined();
    expect(averageAt(two, 100, 120, 0.25)).toBeUndefined();
    expect(averageAt(undefined, 50, 100, 0.25)).toBeUndefined();
  });
});

describe('isAveraged()', () => {
  const steps = (total: number, share: number): number[] =>
    Array.from({ length: total }, (_, i) => i + 1).filter((s) => isAveraged(s, total, share));

  it('takes every so manieth step of the last part, and the last one', () => {
    expect(AVERAGE_EVERY_STEPS).toBe(10);
    expect(steps(104, 0.3)).toEqual([80, 90, 100, 104]);
    expect(steps(100, 0.2)).toEqual([90, 100]);
    expect(steps(14, 1)).toEqual([10, 14]);
    expect(steps(14, 0)).toEqual([]);
  });
});

describe('meanOf()', () => {
  it('averages networks', () => {
    expect([...meanOf([weights(1, 2), weights(3, 6)])['kernel']!.data]).toEqual([2, 4]);
    expect(meanOf([weights(1, 2)])).toEqual(weights(1, 2));
  });

  it('refuses none, and networks that differ', () => {
    expect(() => meanOf([])).toThrow(RangeError);
    const { kernel } = weights(1, 2);
    expect(() => meanOf([weights(1, 2), { kernel }])).toThrow('number 2');
  });
});
