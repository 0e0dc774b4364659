/**
 * The plain tagger against TensorFlow's reference of the same layer.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  PunctuationTagger,
  punctuationShapes,
  TAG_CLASSES,
} from '../../../src/language/punctuation-tagger';
import { ROWS_PER_WORD, startFeatures, wordFeatures } from '../../../src/language/word-features';
import { layerReference } from '../../../src/recurrent/cell-reference';
import { loadTensorflow } from '../../../src/tensor/backend';
import { SMALL_SPEC, smallWeights } from './small-punctuation';

const WORDS = 'who are you he said'.split(' ');

describe('PunctuationTagger', () => {
  it('computes what the reference layer computes', async () => {
    const tf = await loadTensorflow();
    const weights = smallWeights();
    const tensors = Object.fromEntries(
      Object.entries(punctuationShapes(SMALL_SPEC)).map(([name, shape]) => [
        name,
        tf.tensor(weights[name]!, [...shape]),
      ]),
    );
    const expected = tf.tidy(() => {
      const rows = [
        ...startFeatures(SMALL_SPEC, true),
        ...WORDS.flatMap((word) => wordFeatures(word, SMALL_SPEC)),
      ];
      const steps = WORDS.length + 1;
      const x = tf.sum(
        tf
          .gather(tensors['table']!, tf.tensor1d(rows, 'int32'))
          .reshape([steps, ROWS_PER_WORD, SMALL_SPEC.vectorSize]),
        1,
      );
      const y = layerReference(tf, 'gru', tensors, {
        x: x.reshape([steps, 1, SMALL_SPEC.vectorSize]),
        padding: tf.zeros([steps, 1]),
      }).reshape([steps, 2 * SMALL_SPEC.units]);
      return tf
        .add(tf.matMul(y, tensors['output/kernel']!), tensors['output/bias']!)
        .arraySync() as number[][];
    });
    tf.dispose(tensors);
    const logits = new PunctuationTagger(SMALL_SPEC, weights).logits(WORDS, true);
    expect(logits).toHaveLength(WORDS.length);
    logits.forEach((row, i) => {
      row.forEach((value, c) => {
        expect(value).toBeCloseTo(expected[i + 1]![c]!, 5);
      });
    });
  });

  it('tags by the largest logit of each kind', () => {
    const tagger = new PunctuationTagger(SMALL_SPEC, smallWeights(3));
    const logits = tagger.logits(WORDS);
    tagger.tag(WORDS).forEach(({ mark, capitals }, i) => {
      const row = Array.from(logits[i]!);
      expect(row[mark]).toBe(Math.max(...row.slice(0, 5)));
      expect(row[5 + capitals]).toBe(Math.max(...row.slice(5)));
      expect(row).toHaveLength(TAG_CLASSES);
    });
  });

  it('makes an end likelier before a pause, and only there', () => {
    const weights = smallWeights(3);
    weights['output/bias']!.set([1, -9, 0, -9, -9]);
    weights['output/kernel']!.fill(0);
    const tagger = new PunctuationTagger(SMALL_SPEC, weights);
    const marks = (pause: boolean): number[] =>
      tagger.tag(['he', 'said'], false, pause).map(({ mark }) => mark);
    expect(marks(false)).toEqual([0, 0]);
    expect(marks(true)).toEqual([0, 2]);
  });

  it('looks both ways, and at how the text begins', () => {
    const tagger = new PunctuationTagger(SMALL_SPEC, smallWeights());
    const first = (words: string[], continues = false): Float32Array =>
      tagger.logits(words, continues)[0]!;
    expect(first(['who', 'are'])).not.toEqual(first(['who', 'is']));
    expect(first(['who', 'are'])).not.toEqual(first(['who', 'are'], true));
    expect(tagger.tag([])).toEqual([]);
  });
});
