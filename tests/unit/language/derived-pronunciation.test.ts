/**
 * Pronunciations of words that a lexicon lacks.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { derivePronunciation } from '../../../src/language/derived-pronunciation';
import { decodePhones, encodePhones } from '../../../src/text/phones';

const KNOWN: Readonly<Record<string, string>> = {
  alchemist: 'AE L K AH M AH S T',
  b: 'B IY',
  button: 'B AH T AH N',
  candle: 'K AE N D AH L',
  chatter: 'CH AE T ER',
  city: 'S IH T IY',
  color: 'K AH L ER',
  "don't": 'D OW N T',
  fasten: 'F AE S AH N',
  fire: 'F AY ER',
  glare: 'G L EH R',
  light: 'L AY T',
  model: 'M AA D AH L',
  p: 'P IY',
  prove: 'P R UW V',
  sad: 'S AE D',
  sit: 'S IH T',
  stead: 'S T EH D',
  x: 'EH K S',
};
const known = (word: string): Uint8Array | undefined =>
  KNOWN[word] === undefined ? undefined : encodePhones(KNOWN[word]);
const said = (word: string): string | undefined => {
  const phones = derivePronunciation(word, known);
  return phones && decodePhones(phones);
};

describe('derivePronunciation()', () => {
  it.each([
    ["alchemist's", 'AE L K AH M AH S T S'],
    ['alchemists', 'AE L K AH M AH S T S'],
    ['cities', 'S IH T IY Z'],
    ['modelled', 'M AA D AH L D'],
    ['modelling', 'M AA D AH L IH NG'],
    ['glaringly', 'G L EH R IH NG L IY'],
    ['sadness', 'S AE D N AH S'],
    ['cityward', 'S IH T IY W ER D'],
    ["sittin'", 'S IH T IH N'],
    ['colours', 'K AH L ER Z'],
    ['unfasten', 'AH N F AE S AH N'],
    ['firelight', 'F AY ER L AY T'],
    ['dont', 'D OW N T'],
    ['pbx', 'P IY B IY EH K S'],
  ])('%s', (word, phones) => {
    expect(said(word)).toBe(phones);
  });

  it('puts rules one on another', () => {
    expect(said('unbuttonings')).toBe('AH N B AH T AH N IH NG Z');
  });

  it('does not take a known word for its own base', () => {
    expect(said('chatter')).toBeUndefined();
  });

  it('does not guess names, nor compounds of short words', () => {
    expect(said('valjean')).toBeUndefined();
    expect(said('sadsit')).toBeUndefined();
    expect(said('pqx')).toBeUndefined();
  });

  it('gives up on what is too long for a word', () => {
    expect(said(`un${'fasten'.repeat(20)}s`)).toBeUndefined();
  });
});
