/**
 * Mixtures against their definition.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EstimatedModel } from '../../../src/language/kneser-ney';
import { logShareOf, mixNgrams, weightsAfter } from '../../../src/language/mixture';
import { findNgram, scoreAfter } from '../../../src/language/ngram-layers';
import { modelsOf } from './tiny-model';

const ORDER = 3;
const BOOKS = ['the cat sat on the mat', 'the dog sat on the log', 'the cat saw the dog'];
const TALK = ['so the cat is here', 'so is the dog here', 'the dog sat here so'];
const WEIGHTS = [0.7, 0.3];

/** p(word | history), each model by weight times what it thinks of the history. */
function plainly(models: readonly EstimatedModel[], history: number[], word: number): number {
  const parts = models.map((model, m) => {
    let share = history.length === 0 ? 0 : logShareOf(model, history[0]!);
    for (let k = 1; k < history.length; k++) {
      share += scoreAfter(model.layers, history, 0, k, history[k]!);
    }
    const p = Math.exp(scoreAfter(model.layers, history, 0, history.length, word));
    return { weight: WEIGHTS[m]! * Math.exp(share), p };
  });
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return parts.reduce((sum, { weight, p }) => sum + (weight / total) * p, 0);
}

describe('mixNgrams', () => {
  const models = modelsOf([BOOKS, TALK], ORDER);
  const mixed = mixNgrams(models, WEIGHTS);

  it('holds every n-gram of any model, with the probability of the definition', () => {
    const numbers = (sentence: string): number[] =>
      ['<s>', ...sentence.split(' '), '</s>'].map((word) => mixed.words.indexOf(word));
    for (const words of [...BOOKS, ...TALK].map(numbers)) {
      for (let i = 1; i < words.length; i++) {
        const history = words.slice(Math.max(0, i - ORDER + 1), i);
        expect(findNgram(mixed.layers, [...history, words[i]!], 0, history.length + 1)).not.toBe(
          -1,
        );
        const p = Math.exp(scoreAfter(mixed.layers, history, 0, history.length, words[i]!));
        expect(p).toBeCloseTo(plainly(models, history, words[i]!), 6);
      }
    }
  });

  it('sums to one after any history', () => {
    const possible = Array.from(mixed.words.keys()).filter((id) => mixed.words[id] !== '<s>');
    const word = fc.nat(mixed.words.length - 1);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 3 }), (history) => {
        const score = (id: number): number =>
          Math.exp(scoreAfter(mixed.layers, history, 0, history.length, id));
        expect(possible.reduce((sum, id) => sum + score(id), 0)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('counts histories by the weights of the models', () => {
    const cat = mixed.words.indexOf('cat');
    const [books, talk] = models.map(({ historyShares }) => historyShares[0]![cat]!);
    expect(mixed.historyShares[0]![cat]).toBeCloseTo(0.7 * books! + 0.3 * talk!, 6);
  });
});

describe('weightsAfter', () => {
  it('follows what the models think of the history, without underflow', () => {
    const into = new Float64Array(2);
    weightsAfter([0.5, 0.5], (m) => -5000 + m * Math.log(3), into);
    expect(into[0]).toBeCloseTo(0.25, 9);
    expect(into[1]).toBeCloseTo(0.75, 9);
  });
});
