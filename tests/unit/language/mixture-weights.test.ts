/**
 * Weights of mixtures.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { MixtureTuning } from '../../../src/language/mixture-weights';
import { corpusOfWords, modelsOf } from './tiny-model';

const BOOKS = ['the cat sat on the mat', 'the dog sat on the log', 'the cat saw the dog'];
const TALK = ['so the cat is here', 'so is the dog here', 'the dog sat here so'];

describe('MixtureTuning', () => {
  const models = modelsOf([BOOKS, TALK], 3);
  const { words } = models[0]!;

  it('gives the model of the held-out text nearly all weight', () => {
    const tuning = new MixtureTuning(models);
    tuning.add(corpusOfWords(TALK, words), 1);
    const [books, talk] = tuning.weights();
    expect(talk).toBeGreaterThan(0.9);
    expect(books! + talk!).toBeCloseTo(1, 9);
  });

  it('lets each text count as much as it is told, however long it is', () => {
    const weights = [
      [1, 3],
      [1, 3],
    ].map(([books, talk], i) => {
      const tuning = new MixtureTuning(models);
      const times = i === 0 ? 1 : 5;
      tuning.add(corpusOfWords(BOOKS, words), books!);
      tuning.add(corpusOfWords(Array.from({ length: times }, () => TALK).flat(), words), talk!);
      return tuning.weights();
    });
    expect(weights[0]![1]).toBeGreaterThan(0.6);
    expect(weights[0]![1]).toBeLessThan(0.9);
    expect(weights[1]![1]).toBeCloseTo(weights[0]![1]!, 6);
  });

  it('makes the text likelier than other weights do', () => {
    const tuning = new MixtureTuning(models);
    tuning.add(corpusOfWords(['so the cat saw the mat here', 'the dog is on the log'], words), 1);
    const best = tuning.perplexity(tuning.weights());
    for (const other of [0.02, 0.98]) {
      expect(best).toBeLessThan(tuning.perplexity([other, 1 - other]));
    }
  });
});
