/**
 * Another opinion on readings.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { HeardWords } from '../../../src/decoder/lexicon-best';
import { evidenceOf, ngramScore, rescored, rescoredScore } from '../../../src/decoder/rescoring';
import { bigramModel } from '../../support/word-model';

const MODEL = bigramModel(['a', 'b'], { '<s> a': 0.5, 'a b': 0.25 });

function reading(score: number, ...words: string[]): HeardWords {
  return {
    ...{ score, language: 0 },
    words: words.map((word) => ({ word, start: 0, end: 1, phones: Uint8Array.of(1) })),
  };
}

/** Likes long texts. */
const SCORER = { score: (texts: readonly (readonly string[])[]) => texts.map((t) => t.length) };
const READINGS = [reading(-1, 'a'), reading(-2, 'a', 'b'), reading(-9, 'b', 'a', 'b')];
const NOTHING = { recurrent: 0, ngram: 0, word: 0 };
const orderOf = (readings: readonly HeardWords[]): number[] =>
  readings.map(({ words }) => words.length);

describe('rescored', () => {
  it('puts those first that the scorer likes, as far as it counts', () => {
    expect(orderOf(rescored(READINGS, SCORER, MODEL, NOTHING))).toEqual([1, 2, 3]);
    const strong = rescored(READINGS, SCORER, MODEL, { ...NOTHING, recurrent: 2 });
    expect(orderOf(strong)).toEqual([2, 1, 3]);
    expect(strong[0]!.score).toBe(2);
    expect(orderOf(rescored(READINGS, SCORER, MODEL, { ...NOTHING, word: 9 }))).toEqual([3, 2, 1]);
  });

  it('asks nobody where there is no choice', () => {
    const nobody = {
      score: () => {
        throw new RangeError('asked');
      },
    };
    expect(rescored([READINGS[0]!], nobody, MODEL, NOTHING)).toEqual([READINGS[0]]);
    expect(rescored([], nobody, MODEL, NOTHING)).toEqual([]);
  });
});

describe('evidenceOf', () => {
  it('keeps what speaks for a reading apart', () => {
    const [, second] = evidenceOf(READINGS, SCORER, MODEL);
    expect(second).toEqual({
      score: -2,
      recurrent: 2,
      ngram: ngramScore(MODEL, ['a', 'b']),
      words: 2,
    });
    const weights = { recurrent: 0.5, ngram: -0.1, word: 3 };
    expect(rescoredScore(second!, weights)).toBeCloseTo(-2 + 1 - 0.1 * second!.ngram + 6, 12);
  });
});

describe('ngramScore', () => {
  it('is the sum of all words and the end, from the start', () => {
    const a = MODEL.wordId('a');
    const expected =
      MODEL.score(MODEL.start, a) + MODEL.score(MODEL.next(MODEL.start, a), MODEL.end);
    expect(ngramScore(MODEL, ['a'])).toBeCloseTo(expected, 12);
    expect(Math.exp(MODEL.score(MODEL.start, a))).toBeCloseTo(0.5, 6);
    expect(Number.isFinite(ngramScore(MODEL, ['unheard']))).toBe(true);
  });
});
