/**
 * Median and range.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { spreadOf } from '../../../src/benchmark/spread';

describe('spreadOf()', () => {
  it('gives the middle of an odd count and the mean of the two middle ones of an even count', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, least: 1, most: 4 });
  });

  it('refuses nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});
