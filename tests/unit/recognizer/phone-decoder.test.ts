/**
 * Words of phones that are written down: their times, their confidence, and silence.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/base/matrix';
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../../../src/decoder/lexicon-beam';
import { parseHotWords } from '../../../src/language/hot-words';
import { makeLexicon } from '../../../src/language/lexicon';
import {
  believable,
  bestWords,
  lexiconDecoder,
  openPhoneDecoder,
} from '../../../src/recognizer/phone-decoder';
import { encodePhones } from '../../../src/text/phones';
import { surePosteriors } from '../../support/posteriors';
import { bigramModel } from '../../support/word-model';
import { SMALL_SPEC, manifestFields } from '../bundle/small-bundle';

const LEXICON = makeLexicon(
  [
    ['ship', 'SH IH P'],
    ['sheep', 'SH IY P'],
    ['too', 'T UW'],
    ['two', 'T UW'],
  ].map(([word, said]) => ({ word: word!, phones: encodePhones(said!) })),
);
const WORDS = bigramModel(LEXICON.words, { '<s> two': 0.5, 'two sheep': 0.5, 'ship too': 0.5 });
const SEARCH = new LexiconSearch(LEXICON, WORDS, DEFAULT_LEXICON_BEAM);
const BLANK = 39;

/** One step a phone; `-` is the blank. */
function said(phones: string): Matrix {
  const path = phones.split(' ').map((name) => (name === '-' ? BLANK : encodePhones(name)[0]!));
  return surePosteriors(path, 40);
}

describe('lexiconDecoder', () => {
  it('finds words that the word model prefers, with their times', () => {
    const words = lexiconDecoder(SEARCH).decode(said('- T UW UW - - SH - IY P P -'), 10);
    expect(words.map(({ word }) => word)).toEqual(['two', 'sheep']);
    expect(words.map(({ start }) => start.toFixed(2))).toEqual(['10.03', '10.18']);
    expect(words.map(({ end }) => end.toFixed(2))).toEqual(['10.12', '10.33']);
    for (const { confidence } of words) expect(confidence).toBeCloseTo(0.99);
  });

  it('says nothing where the best path says nothing', () => {
    expect(lexiconDecoder(SEARCH).decode(said('- - - - - - -'), 0)).toEqual([]);
    expect(bestWords(SEARCH, said('-'))).toBeUndefined();
  });
});

describe('openPhoneDecoder', () => {
  const spec = { ...SMALL_SPEC, phones: 40 };
  const manifest = manifestFields();

  it('needs phones, a lexicon and a word model', () => {
    const whole = { spec, manifest, lexicon: LEXICON, words: WORDS };
    expect(openPhoneDecoder(whole)?.lexicon).toBe(LEXICON);
    expect(openPhoneDecoder({ ...whole, spec: SMALL_SPEC })).toBeUndefined();
    expect(openPhoneDecoder({ spec, manifest, words: WORDS })).toBeUndefined();
    expect(openPhoneDecoder({ spec, manifest, lexicon: LEXICON })).toBeUndefined();
  });

  it('hears hot words, also new ones, but not in silence', () => {
    const whole = { spec, manifest, lexicon: LEXICON, words: WORDS };
    const hot = openPhoneDecoder(whole, parseHotWords('too\nskald = S K AA L D', 'f'))!;
    const heard = (phones: string): string[] => hot.decode(said(phones), 0).map(({ word }) => word);
    expect(heard('T UW')).toEqual(['too']);
    expect(heard('S K AA L D')).toEqual(['skald']);
    expect(heard('- - - -')).toEqual([]);
  });

  it('decodes as the manifest says', () => {
    const decoding = { beta: -50, alpha: 20 };
    const whole = { spec, manifest: { ...manifest, decoding }, lexicon: LEXICON, words: WORDS };
    const posteriors = said('T UW - SH IY P');
    expect(openPhoneDecoder({ ...whole, manifest })!.decode(posteriors, 0)).toHaveLength(2);
    expect(openPhoneDecoder(whole)!.decode(posteriors, 0).length).toBeLessThan(2);
  });
});

describe('believable()', () => {
  const word = (confidence: number) => ({ word: 'a', start: 0, end: 1, confidence });

  it('keeps an utterance or drops it as a whole, by its mean', () => {
    const heard = [word(0.1), word(0.9)];
    expect(believable(heard)).toEqual(heard);
    expect(believable([word(0.1), word(0.3)])).toEqual([]);
    expect(believable([])).toEqual([]);
  });

  it('asks more of one word or two', () => {
    expect(believable([word(0.4)])).toEqual([]);
    expect(believable([word(0.4), word(0.55)])).toEqual([]);
    expect(believable([word(0.5)])).toHaveLength(1);
    expect(believable([word(0.4), word(0.4), word(0.4)])).toHaveLength(3);
  });
});
