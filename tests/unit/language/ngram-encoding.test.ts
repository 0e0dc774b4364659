/**
 * Sizes of files before they are written.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { EntropyPruning } from '../../../src/language/entropy-pruning';
import { encodeNgrams, fileBytes, sizesOf, wordListOf } from '../../../src/language/ngram-encoding';
import { modelOf, SENTENCES } from './tiny-model';

describe('sizesOf', () => {
  it.each([1, 2, 3, 5])('tells the size of a file of order %d', (order) => {
    const model = modelOf(SENTENCES, order);
    const list = wordListOf(model.words).length;
    expect(encodeNgrams(model)).toHaveLength(fileBytes(sizesOf(model), list));
  });

  it('tells what is left of a model when some n-grams are dropped', () => {
    const model = modelOf(SENTENCES, 4);
    const pruning = new EntropyPruning(model);
    const list = wordListOf(model.words).length;
    for (const threshold of [1e-3, 1e-2]) {
      const told = fileBytes(sizesOf(model, pruning.marksAt(threshold)), list);
      expect(encodeNgrams(pruning.at(threshold))).toHaveLength(told);
    }
  });
});
