/**
 * Scores of words and look-ahead against the word model asked directly.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { LexiconScores, modelWords, unigramLookAhead } from '../../../src/decoder/lexicon-scores';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodePhones } from '../../../src/text/phones';
import { bigramModel } from '../../support/word-model';

const LEXICON = makeLexicon(
  [
    ['a', 'AH'],
    ['an', 'AH N'],
    ['bee', 'B IY'],
    ['rare', 'AH N D'],
  ].map(([word, said]) => ({ word: word!, phones: encodePhones(said!) })),
);
const MODEL = bigramModel(['a', 'an', 'bee'], {
  '<unk> a': 0.2,
  '<unk> an': 0.4,
  '<unk> bee': 0.05,
  'bee a': 0.7,
  'a </s>': 0.3,
});
const [AH, N] = encodePhones('AH N');

/** The child of `node` with that phone. */
function child(node: number, phone: number): number {
  const { firstChild, phone: phones } = LEXICON;
  const found = phones.subarray(firstChild[node], firstChild[node + 1]).indexOf(phone);
  return firstChild[node]! + found;
}

const entryOf = (word: string): number => LEXICON.mainEntry[LEXICON.words.indexOf(word)]!;

describe('modelWords', () => {
  it('gives −1 for a word that the model does not know', () => {
    expect([...modelWords(LEXICON, MODEL)]).toEqual(
      LEXICON.words.map((word) => (word === 'rare' ? -1 : MODEL.wordId(word))),
    );
  });
});

describe('unigramLookAhead', () => {
  it('is the best word at or below a node', () => {
    const best = unigramLookAhead(LEXICON, MODEL, modelWords(LEXICON, MODEL));
    const ah = child(0, AH!);
    const an = child(ah, N!);
    expect(best[0]).toBeCloseTo(Math.log(0.4));
    expect(best[ah]).toBeCloseTo(Math.log(0.4));
    expect(best[an]).toBeCloseTo(Math.log(0.4));
    expect(best[LEXICON.entryNode[entryOf('bee')]!]).toBeCloseTo(Math.log(0.05));
    expect(best[LEXICON.entryNode[entryOf('rare')]!]).toBe(-Infinity);
  });
});

describe('LexiconScores', () => {
  const weights = { alpha: 0.5, beta: 0.25, lookAheadEntries: 0 };
  const bee = MODEL.wordId('bee');

  it('weighs the word model, the same at every asking', () => {
    const scores = new LexiconScores(LEXICON, MODEL, weights);
    for (let i = 0; i < 2; i++) {
      const slot = scores.lookUp(bee, entryOf('a'));
      expect(scores.scoreAt(slot)).toBeCloseTo(0.5 * Math.log(0.7) + 0.25);
      expect(scores.nextAt(slot)).toBe(MODEL.wordId('a'));
    }
    expect(scores.endScore(MODEL.wordId('a'))).toBeCloseTo(0.5 * Math.log(0.3));
  });

  it('never says a word that the model does not know', () => {
    const scores = new LexiconScores(LEXICON, MODEL, weights);
    expect(scores.wordOf(entryOf('rare'))).toBe(-1);
    expect(scores.scoreAt(scores.lookUp(bee, entryOf('rare')))).toBe(-Infinity);
  });

  it('looks ahead by the best word alone, or by every word in its context', () => {
    const ah = child(0, AH!);
    const alone = new LexiconScores(LEXICON, MODEL, weights);
    expect(alone.ahead(bee, ah)).toBeCloseTo(0.5 * Math.log(0.4) + 0.25);
    const each = new LexiconScores(LEXICON, MODEL, { ...weights, lookAheadEntries: 3 });
    expect(each.ahead(bee, ah)).toBeCloseTo(0.5 * Math.log(0.7) + 0.25);
    expect(each.ahead(bee, ah)).toBeCloseTo(0.5 * Math.log(0.7) + 0.25);
    expect(each.ahead(bee, 0)).toBeCloseTo(0.5 * Math.log(0.4) + 0.25);
  });
});
