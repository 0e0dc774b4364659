/**
 * Sums of probabilities kept as natural logarithms, so that long products do not vanish.
 * @module
 */

/** log(e^a + e^b), exact where either is −∞. */
export function logAdd(a: number, b: number): number {
  if (a === -Infinity) return b;
  if (b === -Infinity) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}
