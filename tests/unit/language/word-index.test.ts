/**
 * Numbers of words: those of the list, no others, and repeats.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WordIndex } from '../../../src/language/word-index';

describe('WordIndex', () => {
  it('finds what a Map finds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.array(fc.string()), (words, others) => {
        const index = new WordIndex(words);
        const map = new Map(words.map((word, i) => [word, i]));
        expect(index.hasRepeats).toBe(false);
        for (const word of [...words, ...others]) {
          expect(index.numberOf(word)).toBe(map.get(word) ?? -1);
        }
      }),
    );
  });

  it('tells words that share a place apart, and an empty list', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `w${i}`);
    const index = new WordIndex(many);
    expect(many.map((word) => index.numberOf(word))).toEqual([...many.keys()]);
    expect(new WordIndex([]).numberOf('a')).toBe(-1);
  });

  it('notices a word that stands there twice', () => {
    expect(new WordIndex(['a', 'b', 'a']).hasRepeats).toBe(true);
  });
});
