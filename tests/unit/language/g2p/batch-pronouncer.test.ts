/**
 * Many words at once say what each says alone.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchPronouncer } from '../../../../src/language/g2p/batch-pronouncer';
import { PlainNetwork } from '../../../../src/language/g2p/plain-network';
import { likelyPronunciations } from '../../../../src/language/g2p/pronounce';
import { loadTensorflow } from '../../../../src/tensor/backend';
import { SMALL_PRONOUNCER, drawnWeights } from './small-network';

const WEIGHTS = drawnWeights(SMALL_PRONOUNCER, 5);
const WORDS = ['rune', 'a', "skald's", 'saga', 'longship', 'edda', 'skald'];
const WIDTH = 3;

let batch: BatchPronouncer;
beforeAll(async () => {
  batch = await BatchPronouncer.open(SMALL_PRONOUNCER, WEIGHTS, WIDTH);
});
afterAll(() => {
  batch.close();
});

describe('BatchPronouncer', () => {
  it('finds the pronunciations of the plain network, and leaves no tensor', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const said = await batch.say(WORDS);
    expect(tf.memory().numTensors).toBe(before);
    const network = new PlainNetwork(SMALL_PRONOUNCER, WEIGHTS);
    for (const word of WORDS) {
      const [best] = likelyPronunciations(network, word, WIDTH);
      expect(Array.from(said.get(word)!), word).toEqual(best!.phones);
    }
  });

  it('leaves out what is no word', async () => {
    expect([...(await batch.say(['edda', '42', '', 'edda'])).keys()]).toEqual(['edda']);
  });
});
