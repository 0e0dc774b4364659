/**
 * A training step: gradients that lower the loss, and a rule that is learned.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { PunctuationCorpus } from '../../../src/language/punctuation-corpus';
import { PunctuationLearner } from '../../../src/language/punctuation-learner';
import { PunctuationTagger } from '../../../src/language/punctuation-tagger';
import { loadTensorflow } from '../../../src/tensor/backend';
import { SMALL_SPEC, smallWeights } from './small-punctuation';

/** Sentences of "he … stop." and "who … stop?": the mark is known from the first word alone. */
function corpus(): PunctuationCorpus {
  const made = new PunctuationCorpus(SMALL_SPEC);
  const random = new Random(5);
  for (let i = 0; i < 120; i++) {
    const asks = random.next() < 0.5;
    made.add([
      { word: asks ? 'who' : 'he', mark: 0, capitals: 1 },
      ...Array.from({ length: random.integer(3) }, () => ({ word: 'runs', mark: 0, capitals: 0 })),
      { word: 'stop', mark: asks ? 3 : 2, capitals: 0 },
    ]);
  }
  return made;
}

describe('PunctuationLearner', () => {
  it('learns a rule that needs memory, and leaves no tensor behind', async () => {
    const tf = await loadTensorflow();
    const shape = { steps: 8, batch: 8 };
    const learner = await PunctuationLearner.create(SMALL_SPEC, shape, smallWeights());
    const data = corpus();
    const random = new Random(1);
    const losses: number[] = [];
    let tensors = 0;
    for (let epoch = 0; epoch < 60; epoch++) {
      const pieces = data.pieces(7, random);
      for (let at = 0; at + 8 <= pieces.length; at += 8) {
        losses.push(learner.step(data.batch(pieces.slice(at, at + 8), shape), 0.02));
      }
      if (epoch === 0) tensors = tf.memory().numTensors;
    }
    expect(tf.memory().numTensors).toBe(tensors);
    const { weights } = learner;
    learner.close();
    expect(losses[0]).toBeGreaterThan(1);
    expect(losses.at(-1)).toBeLessThan(0.4);
    const tags = new PunctuationTagger(SMALL_SPEC, weights).tag(
      'who runs stop he runs runs stop'.split(' '),
    );
    expect(tags.map(({ mark }) => mark)).toEqual([0, 0, 3, 0, 0, 0, 2]);
    expect(tags.map(({ capitals }) => capitals)).toEqual([1, 0, 0, 1, 0, 0, 0]);
  });
});
