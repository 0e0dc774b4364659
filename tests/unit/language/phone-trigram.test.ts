/**
 * The phone language model of the sequence loss.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { estimateTrigram } from '../../../src/language/phone-trigram';

describe('estimateTrigram()', () => {
  const units = 3;
  const model = estimateTrigram([[0, 1, 2], [0, 1, 2, 2], [1]], units);
  const p = (a: number, b: number, c: number): number =>
    model.probabilities[(a * (units + 1) + b) * units + c]!;

  it('sums to 1 after every history, seen or not, and gives everything a chance', () => {
    for (let a = 0; a <= units; a++) {
      for (let b = 0; b <= units; b++) {
        expect(p(a, b, 0) + p(a, b, 1) + p(a, b, 2)).toBeCloseTo(1, 12);
        for (let c = 0; c < units; c++) expect(p(a, b, c)).toBeGreaterThan(0);
      }
    }
  });

  it('prefers what was seen, by the history', () => {
    expect(p(0, 1, 2)).toBeGreaterThan(0.6);
    expect(p(units, units, 0)).toBeGreaterThan(p(units, units, 2));
  });
});
