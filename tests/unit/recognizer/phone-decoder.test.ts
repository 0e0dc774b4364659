/**
 * Words of phones that are written down: their times, their confidence, and silence.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { matrix, type Matrix } from '../../../src/base/matrix';
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../../../src/decoder/lexicon-beam';
import { PlainNetwork } from '../../../src/language/g2p/plain-network';
import { likelyPronunciations } from '../../../src/language/g2p/pronounce';
import type { HeardWords } from '../../../src/decoder/lexicon-best';
import type { Rescorer } from '../../../src/recognizer/rescorer';
import { parseHotWords } from '../../../src/language/hot-words';
import { PhoneSearch } from '../../../src/decoder/phone-search';
import { estimateTrigram } from '../../../src/language/phone-trigram';
import { makeLexicon, usualPronunciation } from '../../../src/language/lexicon';
import {
  bestWords,
  isBelievable,
  lexiconDecoder,
  openPhoneDecoder,
  sayerOfHotWords,
  weighedWords,
} from '../../../src/recognizer/phone-decoder';
import { encodePhones } from '../../../src/text/phones';
import { surePosteriors } from '../../support/posteriors';
import { bigramModel } from '../../support/word-model';
import { SMALL_SPEC, manifestFields } from '../bundle/small-bundle';
import { SMALL_PRONOUNCER, drawnWeights } from '../language/g2p/small-network';

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
    // Heard from 0.03 to 0.12 s and from 0.18 to 0.33 s.
    expect(words[0]!.start).toBeCloseTo(10.015);
    expect(words[0]!.end).toBeCloseTo(10.159);
    expect(words[1]!.start).toBe(words[0]!.end);
    expect(words[1]!.end).toBeCloseTo(10.4);
    for (const { confidence } of words) expect(confidence).toBeCloseTo(0.99);
  });

  it('phonesIn() gives the phones without words, by the phone trigram where there is one', () => {
    const heard = said('- T UW UW - - SH - IY P P -');
    const phones = [...encodePhones('T UW SH IY P')];
    expect(lexiconDecoder(SEARCH).phonesIn(heard)).toEqual(phones);
    const trigram = estimateTrigram([phones], BLANK);
    expect(lexiconDecoder(SEARCH, undefined, new PhoneSearch(trigram)).phonesIn(heard)).toEqual(
      phones,
    );
    const silent = { units: BLANK, probabilities: new Float64Array(BLANK * (BLANK + 1) ** 2) };
    expect(lexiconDecoder(SEARCH, undefined, new PhoneSearch(silent)).phonesIn(heard)).toEqual([]);
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

  it('writes the reading that a rescorer likes best, of as many as it asks for', () => {
    const asked: number[] = [];
    const rescorer: Rescorer = {
      readings: 5,
      rescore: (readings) => {
        asked.push(readings.length);
        const likesToo = ({ words }: HeardWords): number => (words[0]?.word === 'too' ? 0 : 1);
        return [...readings].sort((a, b) => likesToo(a) - likesToo(b));
      },
      close: () => undefined,
    };
    const heard = said('T UW');
    expect(lexiconDecoder(SEARCH).decode(heard, 0)[0]!.word).toBe('two');
    const decoder = lexiconDecoder(SEARCH, undefined, undefined, rescorer);
    expect(decoder.decode(heard, 0)[0]!.word).toBe('too');
    expect(asked[0]).toBeGreaterThan(1);
    expect(asked[0]).toBeLessThanOrEqual(5);
    expect(decoder.decode(said('- - -'), 0)).toEqual([]);
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

  it('hears hot words that only a network can say', () => {
    const whole = { spec, manifest, lexicon: LEXICON, words: WORDS };
    const phrases = parseHotWords('too sverre', 'f');
    expect(() => openPhoneDecoder(whole, phrases)).toThrow(/"sverre"/);
    const network = { spec: SMALL_PRONOUNCER, weights: drawnWeights(SMALL_PRONOUNCER, 5) };
    const say = sayerOfHotWords({ lexicon: LEXICON, pronouncer: () => network }, phrases);
    const hot = openPhoneDecoder(whole, phrases, say)!;
    const [way] = likelyPronunciations(new PlainNetwork(network.spec, network.weights), 'sverre');
    expect(usualPronunciation(hot.lexicon, 'sverre')).toEqual(Uint8Array.from(way!.phones));
  });

  it('reads the network only for words that need it', () => {
    const never = (): never => {
      throw new RangeError('read');
    };
    const model = { lexicon: LEXICON, pronouncer: never };
    expect(sayerOfHotWords(model, parseHotWords('too\nskald = S K', 'f'))).toBeUndefined();
    expect(() => sayerOfHotWords(model, parseHotWords('skald', 'f'))).toThrow('read');
    expect(sayerOfHotWords({ lexicon: LEXICON }, parseHotWords('xyz', 'f'))?.('xyz')).toBe(
      undefined,
    );
  });

  it('weighs the phone trigram as the manifest says', () => {
    const [before, rare, usual] = encodePhones('T IY UW');
    // Heard is rather T IY, but nearly always T UW follows.
    const heard = said('T IY');
    heard.data[40 + rare!] = Math.log(0.6);
    heard.data[40 + usual!] = Math.log(0.4);
    const often = new Array<number[]>(50).fill([before!, usual!]);
    const phoneTrigram = estimateTrigram([...often, [before!, rare!]], BLANK);
    const phonesBy = (phoneModelWeight: number): readonly number[] => {
      const weighed = { ...manifest, decoding: { phoneModelWeight } };
      const whole = { spec, manifest: weighed, lexicon: LEXICON, words: WORDS, phoneTrigram };
      return openPhoneDecoder(whole)!.phonesIn(heard);
    };
    expect(phonesBy(0)).toEqual([before, rare]);
    expect(phonesBy(1)).toEqual([before, usual]);
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

  it('asks more of one word or two', () => {
    expect(isBelievable(words(0.4))).toBe(false);
    expect(isBelievable(words(0.4, 0.55))).toBe(false);
    expect(isBelievable(words(0.5))).toBe(true);
    expect(isBelievable(words(0.4, 0.4, 0.4))).toBe(true);
  });
});
