/**
 * Pronunciations for what a lexicon lacks.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PlainNetwork } from '../../../../src/language/g2p/plain-network';
import { likelyPronunciations } from '../../../../src/language/g2p/pronounce';
import { pronounceRest } from '../../../../src/language/g2p/pronounce-rest';
import { encodePhones } from '../../../../src/text/phones';
import { SMALL_PRONOUNCER, drawnWeights } from './small-network';

const NETWORK = { spec: SMALL_PRONOUNCER, weights: drawnWeights(SMALL_PRONOUNCER, 5) };
const LISTED = [{ word: 'cook', phones: encodePhones('K UH K') }];
const WORDS = ['sverre', '<unk>', 'cooks', 'cook', 'cooks', '42'];

describe('pronounceRest()', () => {
  it('says other words by rules, then by the network, each once', async () => {
    const plain = new PlainNetwork(NETWORK.spec, NETWORK.weights);
    expect(await pronounceRest(WORDS, LISTED, NETWORK)).toEqual([
      {
        word: 'sverre',
        phones: Uint8Array.from(likelyPronunciations(plain, 'sverre')[0]!.phones),
      },
      { word: 'cooks', phones: encodePhones('K UH K S') },
    ]);
  });

  it('leaves out what nobody can say', async () => {
    expect((await pronounceRest(WORDS, LISTED)).map(({ word }) => word)).toEqual(['cooks']);
  });
});
