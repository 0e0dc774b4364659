/**
 * From a word to its phones.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PlainNetwork } from '../../../../src/language/g2p/plain-network';
import {
  likelyPronunciations,
  sayingAnyWord,
  sayingBy,
} from '../../../../src/language/g2p/pronounce';
import { decodePhones, encodePhones } from '../../../../src/text/phones';
import { SMALL_PRONOUNCER, drawnWeights } from './small-network';

const network = new PlainNetwork(SMALL_PRONOUNCER, drawnWeights(SMALL_PRONOUNCER, 5));

describe('likelyPronunciations()', () => {
  it('gives different ways to say a word, the likeliest first', () => {
    const found = likelyPronunciations(network, 'skald', 6);
    expect(found.length).toBeGreaterThan(1);
    expect(new Set(found.map(({ phones }) => phones.join())).size).toBe(found.length);
    const scores = found.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[0]).toBeLessThan(0);
  });

  it('scores a pronunciation as the network does, phone by phone', () => {
    const [best] = likelyPronunciations(network, 'rune');
    const reading = network.read('rune');
    let { start: state } = reading;
    let score = 0;
    for (const [i, label] of [...best!.phones, 39].entries()) {
      const next = network.next(reading, state, best!.phones[i - 1]);
      score += next.scores[label]!;
      state = next.state;
    }
    expect(best!.score).toBeCloseTo(score, 4);
  });

  it('says nothing of what is no word', () => {
    expect(likelyPronunciations(network, '42')).toEqual([]);
  });
});

describe('sayingBy()', () => {
  it('gives the best of them', () => {
    const say = sayingBy(network);
    expect(Array.from(say('saga')!)).toEqual(likelyPronunciations(network, 'saga')[0]!.phones);
    expect(say('42')).toBeUndefined();
  });
});

describe('sayingAnyWord()', () => {
  const known = (word: string): Uint8Array | undefined =>
    word === 'cook' ? encodePhones('K UH K') : undefined;

  it('asks the lexicon, then words that are alike, then the network', () => {
    const say = sayingAnyWord(known, () => encodePhones('AH'));
    expect(['cook', 'cooks', 'sverre'].map((word) => decodePhones(say(word)!))).toEqual([
      'K UH K',
      'K UH K S',
      'AH',
    ]);
    expect(sayingAnyWord(known)('sverre')).toBeUndefined();
  });

  it('works a word out once', () => {
    const asked: string[] = [];
    const say = sayingAnyWord(known, (word) => {
      asked.push(word);
      return word === 'xyz' ? undefined : encodePhones('AH');
    });
    for (const word of ['sverre', 'xyz', 'sverre', 'xyz']) say(word);
    expect(asked).toEqual(['sverre', 'xyz']);
    expect(say('sverre')).toBe(say('sverre'));
  });
});
