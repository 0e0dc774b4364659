/**
 * From units to words with times and confidence.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedUnits } from '../../../src/decoder/greedy';
import { wordsOf } from '../../../src/decoder/words';
import { LETTERS, encode } from '../../../src/text/alphabet';

/** Letter `i` covers the steps from 2i to before 2i + 2, with that posterior. */
function said(text: string, posterior: (i: number) => number = () => 0.5): DecodedUnits {
  const units = [...encode(text)];
  return {
    units,
    starts: units.map((_, i) => 2 * i),
    ends: units.map((_, i) => 2 * i + 2),
    logPosteriors: units.map((_, i) => Math.log(posterior(i))),
    logProbability: 0,
  };
}

const texts = (text: string): string[] =>
  wordsOf(said(text), LETTERS, 0.03, 0).map(({ word }) => word);

describe('wordsOf', () => {
  it('parts words at spaces, however many and wherever', () => {
    expect(texts("don't  stop ")).toEqual(["don't", 'stop']);
    expect(texts(' a b')).toEqual(['a', 'b']);
    expect(texts('   ')).toEqual([]);
    expect(texts('')).toEqual([]);
  });

  it('gives times from the first unit to the end of the last, after the offset', () => {
    const [first, second] = wordsOf(said('ab cd'), LETTERS, 0.03, 10);
    expect(first?.start).toBeCloseTo(10, 9);
    expect(first?.end).toBeCloseTo(10.12, 9);
    expect(second?.start).toBeCloseTo(10.18, 9);
    expect(second?.end).toBeCloseTo(10.3, 9);
  });

  it('gives the mean posterior of the letters as confidence, without the spaces', () => {
    const posterior = [0.5, 0.7, 0.001, 0.9];
    const [first, second] = wordsOf(
      said('ab c', (i) => posterior[i]!),
      LETTERS,
      0.03,
      0,
    );
    expect(first?.confidence).toBeCloseTo(0.6, 9);
    expect(second?.confidence).toBeCloseTo(0.9, 9);
  });

  it('never gives a confidence above 1, whatever rounding adds', () => {
    expect(
      wordsOf(
        said('a', () => 1.000001),
        LETTERS,
        0.03,
        0,
      )[0]?.confidence,
    ).toBe(1);
  });

  it('reads any alphabet', () => {
    const alphabet = ['sh', ' ', 'ee'];
    const units = { ...said('abc'), units: [0, 2, 1] };
    expect(wordsOf(units, alphabet, 0.03, 0).map(({ word }) => word)).toEqual(['shee']);
  });

  it('says the text back, in order of time', () => {
    const unit = fc.constantFrom('a', 'b', "'", ' ');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        const words = wordsOf(said(text), LETTERS, 0.03, 5);
        const expected = text.split(' ').filter((word) => word !== '');
        expect(words.map(({ word }) => word)).toEqual(expected);
        words.forEach(({ start, end }, i) => {
          expect(end).toBeGreaterThan(start);
          expect(start).toBeGreaterThanOrEqual(words[i - 1]?.end ?? 5);
        });
      }),
    );
  });
});
