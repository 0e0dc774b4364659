/**
 * A batch through the compiled graphs says what each word says alone through the plain network, padding or not.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PlainNetwork, logSoftmax } from '../../../../src/language/g2p/plain-network';
import { BOUNDARY, CLASSES, pronouncerShapes } from '../../../../src/language/g2p/pronouncer-spec';
import { loadTensorflow } from '../../../../src/tensor/backend';
import { encodePhones } from '../../../../src/text/phones';
import { layOutWords } from '../../../../src/training/g2p/pronunciation-batch';
import { PronunciationGraphs } from '../../../../src/training/g2p/pronunciation-graphs';
import { backwardPass, forwardPass } from '../../../../src/training/g2p/pronunciation-pass';
import { toTensors } from '../../../../src/training/weight-tensors';
import { SMALL_PRONOUNCER, drawnWeights } from '../../language/g2p/small-network';

const WORDS = [
  { word: 'a', phones: encodePhones('EY') },
  { word: "skald's", phones: encodePhones('S K AA L D Z') },
];
const WEIGHTS = drawnWeights(SMALL_PRONOUNCER, 2);

describe('forwardPass() and backwardPass()', () => {
  it('equal the plain network, and give a gradient for every weight', async () => {
    const tf = await loadTensorflow();
    const batch = layOutWords(WORDS, 2);
    const graphs = new PronunciationGraphs(SMALL_PRONOUNCER, 'float32');
    const parts = {
      tf,
      layers: await graphs.of(batch),
      weights: toTensors(tf, WEIGHTS),
      encodedMask: tf.ones([1, 2, 2 * SMALL_PRONOUNCER.encoderUnits]),
      saidMask: tf.ones([1, 2, SMALL_PRONOUNCER.decoderUnits]),
    };
    let logits = new Float32Array();
    const gradients = tf.tidy(() => {
      const pass = forwardPass(parts, batch);
      logits = Float32Array.from(pass.logits.dataSync());
      return backwardPass(parts, batch, pass, tf.onesLike(pass.logits));
    });
    const network = new PlainNetwork(SMALL_PRONOUNCER, WEIGHTS);
    for (const [b, { word, phones }] of WORDS.entries()) {
      const reading = network.read(word);
      let { start: state } = reading;
      for (const [s, previous] of [BOUNDARY, ...phones].entries()) {
        const next = network.next(reading, state, previous);
        state = next.state;
        const row = (s * 2 + b) * CLASSES;
        const scores = logSoftmax(logits.slice(row, row + CLASSES));
        for (const [c, score] of next.scores.entries()) expect(scores[c]).toBeCloseTo(score, 3);
      }
    }
    const shapes = Object.entries(gradients).map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual(pronouncerShapes(SMALL_PRONOUNCER));
    tf.dispose([gradients, parts.weights, parts.encodedMask, parts.saidMask]);
    graphs.close();
  });
});
