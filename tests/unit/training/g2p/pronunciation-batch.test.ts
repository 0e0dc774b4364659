/**
 * Words as batches.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/base/random';
import { BOUNDARY, PADDING_LETTER } from '../../../../src/language/g2p/pronouncer-spec';
import type { Pronunciation } from '../../../../src/language/pronunciation-text';
import { encodePhones } from '../../../../src/text/phones';
import {
  dealWords,
  fitsBatch,
  layOutWords,
} from '../../../../src/training/g2p/pronunciation-batch';

const said = (word: string, phones: string): Pronunciation => ({
  word,
  phones: encodePhones(phones),
});
const WORDS = [said('cat', 'K AE T'), said('be', 'B IY')];

describe('layOutWords()', () => {
  const batch = layOutWords(WORDS, 3);
  const column = (values: ArrayLike<number>, b: number): number[] =>
    Array.from(values).filter((_, i) => i % 3 === b);

  it('pads letters, and marks what is behind the end', () => {
    expect(batch.letterSteps).toBe(5);
    expect(column(batch.letters, 1)).toEqual([1, 4, ...Array<number>(3).fill(PADDING_LETTER)]);
    expect(column(batch.padding, 1)).toEqual([0, 0, 1, 1, 1]);
  });

  it('gives every phone the one before it, and the boundary behind the last', () => {
    const [b, iy] = encodePhones('B IY');
    expect(column(batch.previous, 1).slice(0, 3)).toEqual([BOUNDARY, b, iy]);
    expect(column(batch.labels, 1).slice(0, 3)).toEqual([b, iy, BOUNDARY]);
  });

  it('weighs every label alike, and padding and filled-in words not at all', () => {
    expect(column(batch.weights, 0).map((w) => w > 0)).toEqual([true, true, true, true, false]);
    expect(column(batch.weights, 1).map((w) => w > 0)).toEqual([true, true, true, false, false]);
    expect(column(batch.weights, 2)).toEqual([0, 0, 0, 0, 0]);
    expect(batch.weights.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  });
});

describe('dealWords()', () => {
  const words = Array.from({ length: 50 }, (_, i) =>
    said('abcdefghijkl'.slice(0, 1 + (i % 12)), 'B IY '.repeat(1 + (i % 3)).trim()),
  );

  it('deals every word once, the same way for the same seed', () => {
    const dealt = dealWords(words, 8, new Random(1));
    expect(dealt.flat().sort((a, b) => words.indexOf(a) - words.indexOf(b))).toEqual(words);
    expect(dealWords(words, 8, new Random(1))).toEqual(dealt);
    expect(dealWords(words, 8, new Random(2))).not.toEqual(dealt);
  });

  it('puts words of like length together', () => {
    for (const batch of dealWords(words, 8, new Random(1))) {
      const lengths = batch.map(({ word }) => word.length);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(6);
    }
  });
});

describe('fitsBatch()', () => {
  it('leaves out what is longer than any word', () => {
    expect(WORDS.every(fitsBatch)).toBe(true);
    expect(fitsBatch(said('a'.repeat(49), 'B'))).toBe(false);
    expect(fitsBatch(said('a', 'B '.repeat(48)))).toBe(false);
  });
});
