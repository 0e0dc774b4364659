/**
 * Padded lengths.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { MOST_STEPS, paddedSteps } from '../../../../src/language/g2p/padded-steps';

describe('paddedSteps()', () => {
  it('is never shorter, and at most half as long again for words of usual length', () => {
    for (let length = 1; length <= MOST_STEPS; length++) {
      expect(paddedSteps(length)).toBeGreaterThanOrEqual(length);
      if (length >= 4) expect(paddedSteps(length)).toBeLessThanOrEqual(1.5 * length);
    }
  });

  it('refuses what is longer than all of them', () => {
    expect(() => paddedSteps(MOST_STEPS + 1)).toThrow(RangeError);
  });
});
