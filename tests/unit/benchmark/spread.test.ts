/**
 * Median and range.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { asText, spreadOf } from '../../../src/benchmark/spread';

describe('asText()', () => {
  it('gives whole numbers, the middle first', () => {
    expect(asText({ median: 2.5, least: 1.2, most: 1234.4 })).toBe('3 (1–1234)');
  });
});

describe('spreadOf()', () => {
  it('gives the middle of an odd count and the mean of the two middle ones of an even count', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, least: 1, most: 4 });
  });

  it('refuses nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});
