/**
 * Sums of probabilities kept as logarithms.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { logAdd } from '../../../src/base/log-domain';

describe('logAdd', () => {
  it('adds the probabilities', () => {
    expect(logAdd(Math.log(0.25), Math.log(0.5))).toBeCloseTo(Math.log(0.75), 14);
    expect(logAdd(Math.log(0.5), Math.log(0.25))).toBeCloseTo(Math.log(0.75), 14);
  });

  it('takes −∞ for a probability of zero', () => {
    expect(logAdd(-Infinity, -3)).toBe(-3);
    expect(logAdd(-3, -Infinity)).toBe(-3);
    expect(logAdd(-Infinity, -Infinity)).toBe(-Infinity);
  });

  it('neither vanishes nor overflows where the probabilities themselves would', () => {
    expect(logAdd(-2000, -2000)).toBeCloseTo(-2000 + Math.LN2, 10);
    expect(logAdd(2000, 2000)).toBeCloseTo(2000 + Math.LN2, 10);
    expect(logAdd(0, -2000)).toBe(0);
  });
});
