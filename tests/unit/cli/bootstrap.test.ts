/**
 * The interval against what statistics says.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { bootstrapInterval } from '../../../src/cli/bootstrap';

describe('bootstrapInterval', () => {
  it('is a point when all utterances are alike', () => {
    const shares = Array.from({ length: 20 }, () => ({ errors: 1, length: 4 }));
    expect(bootstrapInterval(shares, 1)).toEqual([0.25, 0.25]);
  });

  it('agrees with the normal interval of a binomial share', () => {
    const random = new Random(3);
    const n = 400;
    const shares = Array.from({ length: n }, () => ({
      errors: random.next() < 0.3 ? 1 : 0,
      length: 1,
    }));
    const rate = shares.reduce((sum, share) => sum + share.errors, 0) / n;
    const half = 1.96 * Math.sqrt((rate * (1 - rate)) / n);
    const [low, high] = bootstrapInterval(shares, 5);
    expect(Math.abs(low - (rate - half))).toBeLessThan(0.01);
    expect(Math.abs(high - (rate + half))).toBeLessThan(0.01);
  });

  it('is the same for the same seed', () => {
    const shares = [1, 0, 3, 2].map((errors) => ({ errors, length: 5 }));
    expect(bootstrapInterval(shares, 9)).toEqual(bootstrapInterval(shares, 9));
  });
});
