/**
 * Phone errors against counts made by hand.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PhoneListener, usualPhones } from '../../../src/cli/phone-errors';
import { greedyDecode } from '../../../src/decoder/greedy';
import { lettersFirstPass } from '../../../src/recognizer/first-pass';
import { makeLexicon } from '../../../src/language/lexicon';
import { decodePhones, encodePhones } from '../../../src/text/phones';
import { surePosteriors } from '../../support/posteriors';

const LEXICON = makeLexicon(
  [
    ['to', 'T UW'],
    ['to', 'T AH'],
    ['a', 'AH'],
    ['bee', 'B IY'],
  ].map(([word, said]) => ({ word: word!, phones: encodePhones(said!) })),
);

describe('usualPhones', () => {
  it('takes the first way to say each word', () => {
    expect(decodePhones(usualPhones(LEXICON, 'to a bee')!)).toBe('T UW AH B IY');
    expect(usualPhones(LEXICON, '')).toEqual([]);
  });

  it('knows no phones of a text with an unknown word', () => {
    for (const text of ['to zoo', 'aa', 'A']) expect(usualPhones(LEXICON, text)).toBeUndefined();
  });
});

describe('PhoneListener', () => {
  it('counts errors in what was heard since the beginning of a recording', () => {
    const listener = new PhoneListener();
    const words = [{ word: 'to', start: 1, end: 2, confidence: 1 }];
    const around = listener.around({
      lexicon: LEXICON,
      openFirstPass: () => lettersFirstPass([]),
      phonesIn: (posteriors) => greedyDecode(posteriors).units,
      decode: () => words,
    });
    const hear = (phones: string) =>
      around!.decode(surePosteriors([...encodePhones(phones)], 40), 0);
    hear('B');
    listener.begin();
    expect(hear('T AH')).toBe(words);
    hear('B IY S');
    // One substitution and one insertion among five.
    expect(listener.errorsIn('to bee')).toEqual({ errors: 2, length: 4 });
    expect(listener.errorsIn('to unknown')).toBeUndefined();
  });

  it('hears nothing of a model without phones', () => {
    const listener = new PhoneListener();
    expect(listener.around(undefined)).toBeUndefined();
    expect(listener.errorsIn('to')).toBeUndefined();
  });
});
