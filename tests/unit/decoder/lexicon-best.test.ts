/**
 * Readings of a lexicon beam: their order, their words and their scores.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../../../src/decoder/lexicon-beam';
import { lexiconBeamBest, type HeardWords } from '../../../src/decoder/lexicon-best';
import { makeLexicon } from '../../../src/language/lexicon';
import { decodePhones, encodePhones } from '../../../src/text/phones';
import { surePosteriors } from '../../support/posteriors';
import { bigramModel } from '../../support/word-model';

const LEXICON = makeLexicon(
  [
    ['two', 'T UW'],
    ['too', 'T UW'],
    ['bees', 'B IY Z'],
    ['be', 'B IY'],
  ].map(([word, said]) => ({ word: word!, phones: encodePhones(said!) })),
);
const MODEL = bigramModel(LEXICON.words, { '<s> two': 0.4, 'two bees': 0.5, 'bees </s>': 0.5 });
const SEARCH = new LexiconSearch(LEXICON, MODEL, { ...DEFAULT_LEXICON_BEAM, range: 100 });

function readings(phones: string, count: number): HeardWords[] {
  const posteriors = surePosteriors([...encodePhones(phones)], 40);
  return lexiconBeamBest(SEARCH, SEARCH.advance(SEARCH.start(), posteriors), count);
}

const textOf = ({ words }: HeardWords): string => words.map(({ word }) => word).join(' ');

describe('lexiconBeamBest', () => {
  it('gives different readings, best first, with phones and frames', () => {
    const found = readings('T UW B IY Z', 5);
    expect(textOf(found[0]!)).toBe('two bees');
    expect(found.map(textOf)).toContain('too bees');
    expect(new Set(found.map(textOf)).size).toBe(found.length);
    const scores = found.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(found[0]!.words.map(({ phones }) => decodePhones(phones))).toEqual(['T UW', 'B IY Z']);
    expect(found[0]!.words.map(({ start, end }) => [start, end])).toEqual([
      [0, 2],
      [2, 5],
    ]);
    expect(found[0]!.language).toBeCloseTo(Math.log(0.4 * 0.5 * 0.5));
  });

  it('leaves out a word that the end cuts off', () => {
    expect(textOf(readings('T UW B', 1)[0]!)).toMatch(/^t[wo]o$/);
  });

  it('gives no more than there are, and none for none', () => {
    expect(readings('T UW', 0)).toEqual([]);
    expect(readings('T UW', 1)).toHaveLength(1);
  });

  it('reads nothing before the first frame', () => {
    const [only] = lexiconBeamBest(SEARCH, SEARCH.start(), 3);
    expect(only!.words).toEqual([]);
  });
});
