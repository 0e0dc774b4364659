/**
 * Arithmetic of small networks that run in plain arrays.
 * @module
 */

/** 1 / (1 + e⁻ˣ). */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Adds x [I] · w [I, O] to `sums` [O]. */
export function addProduct(sums: Float32Array, x: Float32Array, w: Float32Array): void {
  const columns = sums.length;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    const row = i * columns;
    for (let j = 0; j < columns; j++) sums[j]! += value * w[row + j]!;
  }
}
