/**
 * Lexicon beam search against every sequence of words, scored one by one, and in any pieces.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrix, rowsOf, type Matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { alignUnits } from '../../../src/decoder/forced-alignment';
import {
  DEFAULT_LEXICON_BEAM,
  LexiconSearch,
  skip,
  type LexiconBeamOptions,
} from '../../../src/decoder/lexicon-beam';
import { lexiconBeamBest, type HeardWords } from '../../../src/decoder/lexicon-best';
import { Hypotheses } from '../../../src/decoder/hypotheses';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodePhones } from '../../../src/text/phones';
import { surePosteriors } from '../../support/posteriors';
import { bigramModel } from '../../support/word-model';

const CLASSES = 40;
const BLANK = 39;
const SAID: readonly (readonly [string, string])[] = [
  ['a', 'AA'],
  ['ab', 'AA B'],
  ['bee', 'B'],
  ['be', 'B'],
  ['daab', 'D AA B'],
  ['bad', 'B AA D'],
  ['a', 'D'],
];
const LEXICON = makeLexicon(SAID.map(([word, said]) => ({ word, phones: encodePhones(said) })));
const MODEL = bigramModel(['a', 'ab', 'bee', 'be', 'daab', 'bad'], {
  '<s> bee': 0.3,
  'a be': 0.5,
  'be a': 0.4,
  'bad </s>': 0.6,
});
const WIDE: LexiconBeamOptions = {
  ...DEFAULT_LEXICON_BEAM,
  ...{ range: 1000, width: 100_000, phoneFloor: -100, blankSkip: 0, latticeRange: 1000 },
  ...{ alpha: 0.7, beta: -0.3, cutWordCost: 1000 },
};

function decode(posteriors: Matrix, options = WIDE, count = 1): HeardWords[] {
  const search = new LexiconSearch(LEXICON, MODEL, options);
  return lexiconBeamBest(search, search.advance(search.start(), posteriors), count);
}

const textOf = ({ words }: HeardWords): string => words.map(({ word }) => word).join(' ');

/** T × 40 log posteriors with nearly all probability on three phones and the blank. */
function fewPhones(random: Random, steps: number, deviation: number): Matrix {
  const used = [...encodePhones('AA B D'), BLANK];
  const data = new Float32Array(steps * CLASSES).fill(-50);
  for (let t = 0; t < steps; t++) {
    const logits = used.map(() => deviation * random.normal());
    const norm = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    for (const [i, unit] of used.entries()) data[t * CLASSES + unit] = logits[i]! - norm;
  }
  return matrix(steps, CLASSES, data);
}

/** The best score of each text of at most `most` words, found without a search. */
function allTexts(
  posteriors: Matrix,
  most: number,
  options: LexiconBeamOptions,
): Map<string, number> {
  const best = new Map<string, number>();
  const visit = (words: string[], phones: number[], state: number, language: number): void => {
    const total = language + options.alpha * MODEL.score(state, MODEL.end);
    let sound: number;
    try {
      sound = alignUnits(posteriors, phones).logProbability;
    } catch {
      return;
    }
    const text = words.join(' ');
    best.set(text, Math.max(best.get(text) ?? -Infinity, total + options.acousticScale * sound));
    if (words.length === most) return;
    for (const [word, said] of SAID) {
      const id = MODEL.wordId(word);
      const score = options.alpha * MODEL.score(state, id) + options.beta;
      visit([...words, word], [...phones, ...encodePhones(said)], id, language + score);
    }
  };
  visit([], [], MODEL.start, 0);
  return best;
}

describe('lexiconBeamBest', () => {
  it.each([{}, { acousticScale: 0.4 }, { lookAheadEntries: 0 }, { lookAheadEntries: 2, alpha: 2 }])(
    'finds the best of all texts and its exact score with %j',
    (change) => {
      const options = { ...WIDE, ...change };
      const random = new Random(1);
      for (let round = 0; round < 8; round++) {
        const posteriors = fewPhones(random, 5, 2);
        const texts = [...allTexts(posteriors, 4, options)].sort(([, a], [, b]) => b - a);
        const [found] = decode(posteriors, options);
        expect(textOf(found!)).toBe(texts[0]![0]);
        expect(found!.score).toBeCloseTo(texts[0]![1], 4);
      }
    },
  );

  it('lists nearly the next best texts, each once, best first', () => {
    const random = new Random(2);
    let [shared, asked] = [0, 0];
    for (let round = 0; round < 10; round++) {
      const posteriors = fewPhones(random, 5, 2);
      const texts = allTexts(posteriors, 4, WIDE);
      const expected = [...texts].sort(([, a], [, b]) => b - a).slice(0, 5);
      const found = decode(posteriors, WIDE, 5);
      expect(new Set(found.map(textOf)).size).toBe(5);
      for (const [i, heard] of found.entries()) {
        expect(heard.score).toBeLessThanOrEqual(found[i - 1]?.score ?? Infinity);
        if (expected.some(([text]) => text === textOf(heard))) shared += 1;
        asked += 1;
      }
    }
    expect(shared / asked).toBeGreaterThan(0.9);
  });

  it('prefers the homophone that the word model expects, and says phones and frames', () => {
    const [AA, B] = encodePhones('AA B');
    const posteriors = surePosteriors([BLANK, AA!, AA!, BLANK, B!, BLANK], CLASSES);
    const [best] = decode(posteriors, { ...WIDE, beta: 2 });
    expect(textOf(best!)).toBe('a be');
    expect(best!.words[0]).toMatchObject({ start: 1, end: 2 });
    expect(best!.words[1]).toMatchObject({ start: 4, end: 5 });
    expect([...best!.words[1]!.phones]).toEqual([B]);
    expect(best!.language).toBeCloseTo(Math.log(0.1 * 0.5 * 0.1), 6);
  });

  it('hears a phone twice across words only behind a blank', () => {
    const [B] = encodePhones('B');
    expect(decode(surePosteriors([B!, B!], CLASSES))[0]!.words).toHaveLength(1);
    expect(decode(surePosteriors([B!, BLANK, B!], CLASSES))[0]!.words).toHaveLength(2);
  });

  it('leaves out a word that the input cuts off', () => {
    const [B, AA] = encodePhones('B AA');
    const [heard] = decode(surePosteriors([AA!, BLANK, B!, AA!], CLASSES), {
      ...WIDE,
      cutWordCost: 0,
    });
    expect(textOf(heard!)).not.toBe('');
    const [D] = encodePhones('D');
    const lexicon = makeLexicon([{ word: 'daab', phones: encodePhones('D AA B') }]);
    const search = new LexiconSearch(lexicon, MODEL, WIDE);
    const state = search.advance(search.start(), surePosteriors([D!, AA!], CLASSES));
    expect(textOf(lexiconBeamBest(search, state, 1)[0]!)).toBe('');
  });

  it('is no words before the first frame', () => {
    const search = new LexiconSearch(LEXICON, MODEL, WIDE);
    expect(lexiconBeamBest(search, search.start(), 3).map(textOf)).toEqual(['']);
  });

  it('sums alignments where asked, and then claims more than the best one', () => {
    const posteriors = fewPhones(new Random(5), 6, 0.5);
    const best = decode(posteriors)[0]!.score;
    const summed = decode(posteriors, { ...WIDE, sum: true })[0]!.score;
    expect(summed).toBeGreaterThan(best);
  });
});

describe('advance', () => {
  it.each([true, false])('gives the same however the frames are cut (sum %j)', (sum) => {
    const posteriors = fewPhones(new Random(4), 40, 1.5);
    const options = { ...DEFAULT_LEXICON_BEAM, sum, width: 30, range: 10, blankSkip: -0.3 };
    const search = new LexiconSearch(LEXICON, MODEL, options);
    const whole = lexiconBeamBest(search, search.advance(search.start(), posteriors), 10);
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 8 }), (cuts) => {
        const borders = [0, ...cuts.sort((a, b) => a - b), 40];
        let state = search.start();
        for (const [i, end] of borders.slice(1).entries()) {
          const before = structuredClone(state);
          const next = search.advance(state, rowsOf(posteriors, borders[i]!, end));
          expect(state).toEqual(before);
          state = next;
        }
        expect(lexiconBeamBest(search, state, 10)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('lets two ways on go from one state', () => {
    const [AA, B, D] = encodePhones('AA B D');
    const search = new LexiconSearch(LEXICON, MODEL, WIDE);
    const shared = search.advance(search.start(), surePosteriors([AA!], CLASSES));
    const left = search.advance(shared, surePosteriors([B!], CLASSES));
    const right = search.advance(shared, surePosteriors([D!], CLASSES));
    expect(textOf(lexiconBeamBest(search, left, 1)[0]!)).toMatch(/^(ab|a be|a bee)$/);
    expect(textOf(lexiconBeamBest(search, right, 1)[0]!)).toBe('a a');
  });

  it('never keeps more hypotheses than its width', () => {
    const search = new LexiconSearch(LEXICON, MODEL, { ...WIDE, range: 50, width: 5 });
    const state = search.advance(search.start(), fewPhones(new Random(6), 12, 1));
    expect(state.hypotheses.count).toBeLessThanOrEqual(5);
    expect(state.hypotheses.count).toBeGreaterThan(0);
  });

  it('refuses frames of another number of classes', () => {
    const search = new LexiconSearch(LEXICON, MODEL, WIDE);
    expect(() => search.advance(search.start(), surePosteriors([0], 29))).toThrow(RangeError);
  });

  it('divides by the prior where asked', () => {
    const posteriors = surePosteriors([encodePhones('B')[0]!], CLASSES);
    const logPriors = Array.from({ length: CLASSES }, () => -2);
    const plain = decode(posteriors)[0]!.score;
    expect(decode(posteriors, { ...WIDE, priorScale: 0.5, logPriors })[0]!.score).toBeCloseTo(
      plain + 1,
      5,
    );
  });
});

describe('skip', () => {
  it('moves all into the blank', () => {
    const hypotheses = new Hypotheses();
    const i = hypotheses.at(3, 1);
    hypotheses.label[i] = -1;
    skip(hypotheses, -0.5, false);
    expect([hypotheses.blank[i], hypotheses.label[i]]).toEqual([-1.5, -Infinity]);
  });
});
