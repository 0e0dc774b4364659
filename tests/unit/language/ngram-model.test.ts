/**
 * States and scores against plain back-off over text.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { arpaLines } from '../../../src/language/arpa-writer';
import { NgramModel } from '../../../src/language/ngram-model';
import type { NgramLayers } from '../../../src/language/ngram-layers';
import { modelOf, SENTENCES } from './tiny-model';

/** Scores with nothing but the text of an ARPA file. */
class PlainBackOff {
  readonly #entries = new Map<string, [number, number]>();

  constructor(model: NgramLayers) {
    for (const line of arpaLines(model)) {
      const [logProb, ngram, backOff = '0'] = line.split('\t');
      if (ngram !== undefined) this.#entries.set(ngram, [Number(logProb), Number(backOff)]);
    }
  }

  /** Base 10. */
  score(history: readonly string[], word: string): number {
    const found = this.#entries.get([...history, word].join(' '));
    if (found) return found[0];
    const backOff = this.#entries.get(history.join(' '))?.[1] ?? 0;
    return backOff + this.score(history.slice(1), word);
  }
}

describe('NgramModel', () => {
  it.each([
    [1, [0]],
    [2, [0, 0]],
    [3, [0, 0, 1]],
    [4, [0, 1, 1, 1]],
    [5, [0, 0, 0, 1, 1]],
  ])('scores like plain back-off at order %d', (order, cutOffs) => {
    const layers = modelOf(SENTENCES, order, { cutOffs });
    const model = new NgramModel(layers);
    const plain = new PlainBackOff(layers);
    const word = fc.constantFrom(...layers.words.filter((w) => w !== '<s>' && w !== '</s>'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 9 }), (words) => {
        let state = model.start;
        const history = ['<s>'];
        for (const next of [...words, '</s>']) {
          const expected = plain.score(
            history.slice(Math.max(0, history.length - order + 1)),
            next,
          );
          expect(model.score(state, model.wordId(next)) * Math.LOG10E).toBeCloseTo(expected, 4);
          state = model.next(state, model.wordId(next));
          history.push(next);
        }
      }),
    );
  });

  it('gives equal numbers to histories that the model cannot tell apart', () => {
    const model = new NgramModel(modelOf(SENTENCES, 3));
    const after = (text: string): number =>
      text.split(' ').reduce((state, word) => model.next(state, model.wordId(word)), model.start);
    expect(after('the cat sat on the')).toBe(after('a dog on the'));
    expect(after('the cat sat')).not.toBe(after('the dog sat'));
    expect(after('zebra')).toBe(after('the cat zebra'));
  });

  it('knows its words', () => {
    const model = new NgramModel(modelOf(SENTENCES, 2));
    expect(model.wordOf(model.wordId('cat'))).toBe('cat');
    expect(model.wordId('zebra')).toBe(model.unknown);
    expect(model.wordOf(model.unknown)).toBe('<unk>');
    expect(model.wordOf(model.end)).toBe('</s>');
    expect(() => model.wordOf(model.size)).toThrow(RangeError);
  });

  it('refuses a model without <unk>', () => {
    const { words, layers } = modelOf(SENTENCES, 2);
    const without = words.map((word) => (word === '<unk>' ? 'other' : word));
    expect(() => new NgramModel({ words: without, layers })).toThrow(UserError);
  });
});
