/**
 * A phone trigram as weights.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { estimateTrigram } from '../../../src/language/phone-trigram';
import { trigramOf, trigramShapes, trigramWeights } from '../../../src/language/phone-trigram-file';

describe('trigramWeights() and trigramOf()', () => {
  const trigram = estimateTrigram([[0, 1, 1]], 2);

  it('hold the same numbers in the shapes that are named', () => {
    const weights = trigramWeights(trigram);
    const shapes = Object.entries(weights).map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual(trigramShapes(2));
    const back = trigramOf(2, weights).probabilities;
    trigram.probabilities.forEach((p, i) => {
      expect(back[i]).toBeCloseTo(p, 6);
    });
  });

  it('refuse what is no probability', () => {
    const [[name, array]] = Object.entries(trigramWeights(trigram)) as [
      [string, { shape: readonly number[]; data: Float32Array }],
    ];
    for (const wrong of [-0.1, 1.5, NaN]) {
      const data = array.data.map((p, i) => (i === 3 ? wrong : p));
      expect(() => trigramOf(2, { [name]: { data } })).toThrow(RangeError);
    }
  });
});
