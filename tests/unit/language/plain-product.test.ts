/**
 * Arithmetic of plain networks.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { addProduct, sigmoid } from '../../../src/language/plain-product';

describe('plain products', () => {
  it('addProduct() adds a row times a matrix to what is there', () => {
    const sums = Float32Array.of(1, 1, 1);
    addProduct(sums, Float32Array.of(2, -1), Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(Array.from(sums)).toEqual([-1, 0, 1]);
  });

  it('sigmoid() is a half at 0, and mirrored there', () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(3) + sigmoid(-3)).toBeCloseTo(1, 12);
    expect(sigmoid(40)).toBeCloseTo(1, 12);
  });
});
