/**
 * A network measured on listed words.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PlainNetwork } from '../../../../src/language/g2p/plain-network';
import { likelyPronunciations } from '../../../../src/language/g2p/pronounce';
import { measurePronouncer } from '../../../../src/training/g2p/measure-pronouncer';
import { SMALL_PRONOUNCER, drawnWeights } from '../../language/g2p/small-network';

const NETWORK = { spec: SMALL_PRONOUNCER, weights: drawnWeights(SMALL_PRONOUNCER, 5) };

describe('measurePronouncer()', () => {
  it('finds no error in what the network says, and every one that is put in', async () => {
    const plain = new PlainNetwork(NETWORK.spec, NETWORK.weights);
    const said = (word: string): Uint8Array =>
      Uint8Array.from(likelyPronunciations(plain, word)[0]!.phones);
    const right = new Map(['saga', 'edda'].map((word) => [word, [said(word)]] as const));
    expect(await measurePronouncer(NETWORK, right)).toMatchObject({
      words: 2,
      phoneErrorRate: 0,
      wordErrorRate: 0,
    });
    const [first, ...rest] = said('saga');
    const wrong = new Map([...right, ['saga', [Uint8Array.of((first! + 1) % 39, ...rest)]]]);
    expect((await measurePronouncer(NETWORK, wrong)).wordErrorRate).toBe(0.5);
  });
});
