/**
 * Words of phones that are written down: their times, their confidence, and silence.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { matrix, type Matrix } from '../../../src/base/matrix';
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../../../src/decoder/lexicon-beam';
import { parseHotWords } from '../../../src/language/hot-words';
import { makeLexicon } from '../../../src/language/lexicon';
import {
  bestWords,
  isBelievable,
  lexiconDecoder,
  openPhoneDecoder,
  weighedWords,
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

/** The same, but every phone is about as likely as any other. */
function vague(phones: string): Matrix {
  const { rows, columns, data } = said(phones);
  const logs = data.map((log) => Math.log(1 / columns) + (log > -1 ? 0.5 : -0.01));
  return matrix(rows, columns, logs);
}

describe('lexiconDecoder', () => {
  it('finds words that the word model prefers, with their times', () => {
    const words = lexiconDecoder(SEARCH).decode(said('- T UW UW - - SH - IY P P -'), 10);
    expect(words.map(({ word }) => word)).toEqual(['two', 'sheep']);
    expect(words.map(({ start }) => start.toFixed(2))).toEqual(['10.03', '10.18']);
    expect(words.map(({ end }) => end.toFixed(2))).toEqual(['10.12', '10.33']);
    for (const { confidence } of words) expect(confidence).toBeCloseTo(0.99);
  });

  it('gives probabilities where it has weights for that, whatever the words are', () => {
    const plain = lexiconDecoder(SEARCH).decode(said('T UW - SH IY P'), 0);
    const weights = { bias: -1, sound: 0, weakest: 0, phones: 0, agreement: 0 };
    const weighed = lexiconDecoder(SEARCH, weights).decode(said('T UW - SH IY P'), 0);
    const half = 1 / (1 + Math.exp(1));
    expect(weighed).toEqual(plain.map((word) => ({ ...word, confidence: half })));
  });

  it('says nothing where sound does not support the words, however sure the weights are', () => {
    const weights = { bias: 9, sound: 0, weakest: 0, phones: 0, agreement: 0 };
    const unsure = vague('T UW - SH IY P');
    expect(bestWords(SEARCH, unsure)!.words.length).toBeGreaterThan(0);
    expect(lexiconDecoder(SEARCH, weights).decode(unsure, 0)).toEqual([]);
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
    // However likely they are made, sound must support them.
    expect(hot.decode(vague('S K AA L D'), 0)).toEqual([]);
  });

  it('takes the weights of the confidence from the manifest', () => {
    const confidence = { bias: 0, sound: 0, weakest: 0, phones: 0, agreement: 0 };
    const weighed = { ...manifest, decoding: { confidence } };
    const whole = { spec, manifest: weighed, lexicon: LEXICON, words: WORDS };
    const [word] = openPhoneDecoder(whole)!.decode(said('T UW'), 0);
    expect(word!.confidence).toBe(0.5);
  });

  it('decodes as the manifest says', () => {
    const decoding = { beta: -50, alpha: 20 };
    const whole = { spec, manifest: { ...manifest, decoding }, lexicon: LEXICON, words: WORDS };
    const posteriors = said('T UW - SH IY P');
    expect(openPhoneDecoder({ ...whole, manifest })!.decode(posteriors, 0)).toHaveLength(2);
    expect(openPhoneDecoder(whole)!.decode(posteriors, 0).length).toBeLessThan(2);
  });
});

describe('weighedWords', () => {
  it('tells what speaks for a word', () => {
    const [word] = weighedWords(SEARCH, said('T - UW'), 20);
    expect(word).toMatchObject({ word: 'two', evidence: { phones: 2 } });
    expect(word!.evidence.sound).toBeCloseTo(0.99);
    expect(word!.evidence.weakest).toBeCloseTo(0.99);
    // "too" is said the same way.
    expect(word!.evidence.agreement).toBeGreaterThan(0.4);
    expect(word!.evidence.agreement).toBeLessThan(0.9);
    expect(weighedWords(SEARCH, said('T - UW'), 1)[0]!.evidence.agreement).toBe(1);
    expect(weighedWords(SEARCH, said('- -'), 20)).toEqual([]);
  });
});

describe('isBelievable', () => {
  const words = (...sounds: number[]) =>
    sounds.map((sound) => ({
      ...{ word: 'a', start: 0, end: 1 },
      evidence: { sound, weakest: 0, phones: 1, agreement: 1 },
    }));

  it('goes by the mean sound of the utterance', () => {
    expect(isBelievable(words(0.1, 0.9))).toBe(true);
    expect(isBelievable(words(0.1, 0.3))).toBe(false);
    expect(isBelievable([])).toBe(true);
  });
});
