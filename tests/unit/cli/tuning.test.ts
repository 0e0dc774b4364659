/**
 * The search for weights, on phones that only one of two words fits.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Tuner, halvesOf, logPriorsOf, rateOf, type TunedRecording } from '../../../src/cli/tuning';
import { DEFAULT_LEXICON_BEAM } from '../../../src/decoder/lexicon-beam';
import { matrix, type Matrix } from '../../../src/base/matrix';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodePhones } from '../../../src/text/phones';
import { bigramModel } from '../../support/word-model';

const LEXICON = makeLexicon(
  [
    ['ship', 'SH IH P'],
    ['sheep', 'SH IY P'],
  ].map(([word, said]) => ({ word: word!, phones: encodePhones(said!) })),
);
/** Too fond of "ship": a weight below the usual one makes fewer errors. */
const WORDS = bigramModel(LEXICON.words, { '<s> ship': 0.9, '<s> sheep': 0.08 });

/** SH, a vowel that is `iy` IY and otherwise IH, and P. */
function vowel(iy: number): Matrix {
  const [SH, IH, IY, P] = encodePhones('SH IH IY P') as unknown as [number, number, number, number];
  const data = new Float32Array(3 * 40).fill(Math.log(1e-4));
  data[SH] = Math.log(0.99);
  data[40 + IY] = Math.log(iy);
  data[40 + IH] = Math.log(1 - iy);
  data[80 + P] = Math.log(0.99);
  return matrix(3, 40, data);
}

function recording(speaker: string, reference: string, iy: number): TunedRecording {
  return { speaker, reference, pieces: [vowel(iy)] };
}

const RECORDINGS = ['s', 't'].flatMap((speaker) => [
  recording(speaker, 'sheep', 0.9),
  recording(speaker, 'sheep', 0.95),
  recording(speaker, 'ship', 0.2),
]);
const START = { ...DEFAULT_LEXICON_BEAM, alpha: 1, beta: 0 };

describe('Tuner', () => {
  it('finds weights with fewer errors, on each half and on both', () => {
    const told: number[] = [];
    const tuner = new Tuner(LEXICON, WORDS, RECORDINGS, START, (_, tried) => told.push(tried));
    const { start, best, bestOfHalf, tried } = tuner.tune(START);
    expect(rateOf(...start.halves)).toBeCloseTo(1 / 3);
    expect(rateOf(...best.halves)).toBe(0);
    expect(rateOf(bestOfHalf[0].halves[0])).toBe(0);
    expect(rateOf(bestOfHalf[1].halves[1])).toBe(0);
    expect(told).toEqual(Array.from({ length: tried }, (_, i) => i + 1));
  });

  it('tries nothing twice, and counts words said and heard', () => {
    let trials = 0;
    const tuner = new Tuner(LEXICON, WORDS, RECORDINGS, START, () => trials++);
    expect(tuner.try({ ...START, alpha: 0.3 })).toBe(tuner.try({ ...START, alpha: 0.3 }));
    expect(trials).toBe(1);
    expect(tuner.try(START).halves).toEqual([
      { errors: 1, length: 3 },
      { errors: 1, length: 3 },
    ]);
  });

  it('keeps the priors only where they count', () => {
    const tuner = new Tuner(LEXICON, WORDS, RECORDINGS, START);
    expect(tuner.decodingOf(tuner.try(START))).not.toHaveProperty('logPriors');
    expect(tuner.decodingOf(tuner.try({ ...START, priorScale: 0.2 })).logPriors).toHaveLength(40);
  });
});

describe('halvesOf', () => {
  it('gives both halves about as many words, and a speaker to one half only', () => {
    const of = (speaker: string, words: number): TunedRecording => ({
      speaker,
      reference: 'a '.repeat(words).trim(),
      pieces: [],
    });
    const halves = halvesOf([of('a', 5), of('b', 3), of('c', 4), of('b', 3), of('d', 1)]);
    expect(Object.fromEntries(halves)).toEqual({ a: 1, b: 0, c: 1, d: 0 });
  });
});

describe('logPriorsOf', () => {
  it('is the mean of all posteriors', () => {
    const data = Float32Array.from([0.5, 0.5, 0.25, 0.75], Math.log);
    const priors = logPriorsOf([{ speaker: 's', reference: '', pieces: [matrix(2, 2, data)] }]);
    expect(priors.map((log) => Math.exp(log))).toEqual([
      expect.closeTo(0.375),
      expect.closeTo(0.625),
    ]);
  });
});

describe('rateOf', () => {
  it('pools errors', () => {
    expect(rateOf({ errors: 1, length: 2 }, { errors: 0, length: 2 })).toBe(0.25);
    expect(rateOf({ errors: 0, length: 0 })).toBe(0);
  });
});
