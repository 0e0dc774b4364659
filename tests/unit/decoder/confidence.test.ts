/**
 * What speaks for words.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { agreementOf, confidenceOf, evidenceTerms } from '../../../src/decoder/confidence';
import type { HeardWords } from '../../../src/decoder/lexicon-best';

function reading(score: number, ...words: [string, number, number][]): HeardWords {
  return {
    ...{ score, language: 0 },
    words: words.map(([word, start, end]) => ({ word, start, end, phones: Uint8Array.of(1) })),
  };
}

const EVIDENCE = { sound: 0.8, weakest: 0.5, phones: 3, agreement: 0.9 };
const NOTHING = { bias: 0, sound: 0, weakest: 0, phones: 0, agreement: 0 };

describe('agreementOf', () => {
  it('is the share of the readings that have the word at that time', () => {
    const best = reading(-10, ['a', 0, 5], ['b', 5, 9]);
    const equal = [reading(-10, ['a', 1, 4], ['c', 4, 9]), reading(-10, ['b', 0, 5], ['b', 6, 9])];
    expect(agreementOf([best, ...equal])).toEqual([2 / 3, 2 / 3]);
  });

  it('hardly hears readings of much lower scores', () => {
    const [alone] = agreementOf([reading(0, ['a', 0, 5]), reading(-40, ['b', 0, 5])]);
    expect(alone).toBeGreaterThan(0.99);
    expect(agreementOf([])).toEqual([]);
  });
});

describe('confidenceOf', () => {
  it('is a logistic function of the weighted terms', () => {
    expect(confidenceOf(EVIDENCE, NOTHING)).toBe(0.5);
    expect(confidenceOf(EVIDENCE, { ...NOTHING, sound: 1 })).toBeCloseTo(0.8, 12);
    expect(confidenceOf(EVIDENCE, { ...NOTHING, phones: 1 })).toBeCloseTo(3 / 4, 12);
    expect(confidenceOf(EVIDENCE, { ...NOTHING, bias: 1 })).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });

  it('stays finite where the evidence is certain', () => {
    for (const share of [0, 1]) {
      const certain = { sound: share, weakest: share, phones: 1, agreement: share };
      expect(evidenceTerms(certain).every(Number.isFinite)).toBe(true);
    }
  });
});
