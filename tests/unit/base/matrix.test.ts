/**
 * The record in which features and posteriors travel.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { matrix, rowsOf } from '../../../src/base/matrix';

describe('matrix', () => {
  it('wraps its data without a copy', () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect(matrix(2, 3, data)).toEqual({ rows: 2, columns: 3, data });
    expect(matrix(2, 3, data).data).toBe(data);
  });

  it('refuses data of another size and names both', () => {
    expect(() => matrix(2, 3, new Float32Array(5))).toThrow(RangeError);
    expect(() => matrix(2, 3, new Float32Array(5))).toThrow(/needs 6 values: current count is 5/);
  });
});

describe('rowsOf', () => {
  const three = matrix(3, 2, Float32Array.of(1, 2, 3, 4, 5, 6));

  it('shows the rows from start to before end', () => {
    expect(rowsOf(three, 1, 3)).toEqual(matrix(2, 2, Float32Array.of(3, 4, 5, 6)));
    expect(rowsOf(three, 2, 2).rows).toBe(0);
  });

  it('shares memory with the matrix', () => {
    rowsOf(three, 1, 2).data[0] = 30;
    expect(three.data[2]).toBe(30);
  });

  it('refuses rows that are not there', () => {
    expect(() => rowsOf(three, 1, 4)).toThrow(RangeError);
  });
});
