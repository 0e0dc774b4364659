/**
 * Errors of search, language and lexicon, on phones that are written down.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { addErrorSources, errorSourcesOf, noErrorSources } from '../../../src/cli/error-sources';
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../../../src/decoder/lexicon-beam';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodePhones } from '../../../src/text/phones';
import { surePosteriors } from '../../support/posteriors';
import { bigramModel } from '../../support/word-model';

const LEXICON = makeLexicon(
  [
    ['two', 'T UW'],
    ['too', 'T UW'],
    ['bee', 'B IY'],
  ].map(([word, said]) => ({ word: word!, phones: encodePhones(said!) })),
);
const WORDS = bigramModel(LEXICON.words, { '<s> two': 0.5, 'two bee': 0.5 });
const WIDE = new LexiconSearch(LEXICON, WORDS, DEFAULT_LEXICON_BEAM);
const NARROW = new LexiconSearch(LEXICON, WORDS, { ...DEFAULT_LEXICON_BEAM, range: 0.1, width: 1 });

const recording = (reference: string, ...pieces: string[]) => ({
  ...{ speaker: 's', corpus: 'c', reference },
  pieces: pieces.map((phones) => surePosteriors([...encodePhones(phones)], 40)),
});

describe('errorSourcesOf', () => {
  it('finds the right words among the readings', () => {
    const heard = recording('too bee', 'T UW B IY');
    expect(errorSourcesOf(heard, WIDE, WIDE, 10)).toMatchObject({
      ...{ recordings: 1, words: 2, unknown: 0, errors: 1, oracleErrors: 0, wideErrors: 1 },
      ...{ missed: 0, phoneErrors: 0, phones: 4 },
    });
    expect(errorSourcesOf(heard, WIDE, WIDE, 1).oracleErrors).toBe(1);
  });

  it('chooses readings for each piece of a long recording', () => {
    const heard = recording('too too', 'T UW', 'T UW');
    const { errors, oracleErrors } = errorSourcesOf(heard, WIDE, WIDE, 10);
    expect([errors, oracleErrors]).toEqual([2, 0]);
  });

  it('counts unknown words, and no phones where there are any', () => {
    const counts = errorSourcesOf(recording('two wasps', 'T UW'), WIDE, WIDE, 1);
    expect(counts).toMatchObject({ unknown: 1, errors: 1, phones: 0 });
  });

  it('tells when a wider search finds better', () => {
    // The first phone is more like B, but with the second one it can only have been T.
    const [T, UW, B] = encodePhones('T UW B');
    const posteriors = surePosteriors([B!, UW!], 40);
    posteriors.data[B!] = Math.log(0.6);
    posteriors.data[T!] = Math.log(0.38);
    const heard = { ...recording('two'), pieces: [posteriors] };
    expect(errorSourcesOf(heard, NARROW, WIDE, 1)).toMatchObject({ missed: 1, wideErrors: 0 });
    expect(errorSourcesOf(heard, WIDE, WIDE, 1)).toMatchObject({ missed: 0, errors: 0 });
  });

  it('adds up', () => {
    const sum = noErrorSources();
    for (let i = 0; i < 2; i++) {
      addErrorSources(sum, errorSourcesOf(recording('two', 'T UW'), WIDE, WIDE, 1));
    }
    expect(sum).toMatchObject({ recordings: 2, words: 2, errors: 0 });
    expect(sum.audioSeconds).toBeCloseTo(2 * 2 * 0.03);
    expect(sum.searchSeconds).toBeGreaterThanOrEqual(0);
  });
});
