/**
 * Axes.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { axisOf, shortNumber } from '../../../../src/training/report/axis';

describe('axisOf()', () => {
  it('marks round numbers around all values', () => {
    const axis = axisOf([0.13, 0.87, NaN, Infinity], false);
    expect(axis.marks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(axis.place(0.5)).toBeCloseTo(0.5, 12);
  });

  it('holds one value, and none', () => {
    for (const values of [[3], [0], [-2, -2], [], [NaN]]) {
      const axis = axisOf(values, false);
      expect(axis.marks.length).toBeGreaterThan(1);
      for (const value of values.filter(Number.isFinite)) {
        expect(axis.place(value)).toBeGreaterThanOrEqual(0);
        expect(axis.place(value)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('marks powers of ten on a logarithmic axis, which knows no zero', () => {
    const axis = axisOf([0, 0.002, 30], true);
    expect(axis.marks).toHaveLength(6);
    expect(axis.marks[0]).toBeCloseTo(0.001, 12);
    expect(axis.place(Math.sqrt(0.1))).toBeCloseTo(0.5, 12);
    expect(axisOf([1e-40, 1], true).marks.length).toBeLessThan(8);
    expect(axisOf([], true).place(10)).toBe(1);
  });
});

describe('shortNumber()', () => {
  it.each([
    [0, '0'],
    [0.25, '0.25'],
    [1234.567, '1235'],
    [0.00012, '1.2e-4'],
    [1e-10, '1e-10'],
    [2500000, '2.5e+6'],
    [NaN, 'not finite'],
  ])('%d is %s', (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });
});
