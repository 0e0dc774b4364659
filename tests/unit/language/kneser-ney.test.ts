/**
 * Estimation against a plain calculation with maps, and against KenLM (tests/reference/ngrams.json, made by
 * scripts/reference/ngrams.py).
 * @module
 */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { discountsOf } from '../../../src/language/kneser-ney';
import { findNgram, scoreAfter, type NgramLayers } from '../../../src/language/ngram-layers';
import { NgramModel } from '../../../src/language/ngram-model';
import { modelOf, SENTENCES } from './tiny-model';

/** Interpolated modified Kneser–Ney as in the paper, without cut-offs. */
class PlainKneserNey {
  readonly #counts: Map<string, number>[] = [];
  readonly #size: number;

  constructor(
    sentences: readonly string[],
    readonly order: number,
  ) {
    const padded = sentences.map((s) => [
      ...Array<string>(order - 1).fill('<s>'),
      ...s.split(' '),
      '</s>',
    ]);
    this.#size = new Set(padded.flat()).size + (order > 1 ? 1 : 2) - 1;
    let counts = new Map<string, number>();
    for (const words of padded) {
      for (let i = 0; i + order <= words.length; i++) add(counts, words.slice(i, i + order), 1);
    }
    this.#counts[order] = counts;
    for (let k = order - 1; k > 0; k--) {
      const shorter = new Map<string, number>();
      for (const [ngram, count] of counts) {
        const words = ngram.split(' ').slice(1);
        add(shorter, words, words[0] === '<s>' ? count : 1);
      }
      this.#counts[k] = counts = shorter;
    }
    for (const [k, map] of this.#counts.entries()) {
      if (k > 1) {
        for (const ngram of [...map.keys()]) if (ngram.startsWith('<s> <s>')) map.delete(ngram);
      }
    }
  }

  probability(history: readonly string[], word: string): number {
    const order = history.length + 1;
    const counts = this.#counts[order]!;
    const discounts = discountsOf(
      [1, 2, 3, 4].map((n) => [...counts.values()].filter((c) => c === n).length),
    );
    const discount = (count: number): number => discounts[Math.min(count, 3) - 1]!;
    const prefix = history.map((w) => `${w} `).join('');
    const after = [...counts].filter(
      ([ngram]) => ngram.slice(0, ngram.lastIndexOf(' ') + 1) === prefix,
    );
    const shorter = order === 1 ? 1 / this.#size : this.probability(history.slice(1), word);
    if (after.length === 0) return shorter;
    const total = after.reduce((sum, [, count]) => sum + count, 0);
    const freed = after.reduce((sum, [, count]) => sum + discount(count), 0);
    const count = counts.get(prefix + word);
    return (count ? (count - discount(count)) / total : 0) + (freed / total) * shorter;
  }
}

function add(counts: Map<string, number>, words: readonly string[], by: number): void {
  const key = words.join(' ');
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function probability(model: NgramLayers, history: readonly string[], word: string): number {
  const ids = history.map((w) => model.words.indexOf(w));
  return Math.exp(scoreAfter(model.layers, ids, 0, ids.length, model.words.indexOf(word)));
}

describe('discountsOf', () => {
  it('follows the formula', () => {
    const y = 100 / (100 + 2 * 40);
    const [one, two, three] = discountsOf([100, 40, 20, 12]);
    expect(one).toBeCloseTo(1 - (2 * y * 40) / 100, 12);
    expect(two).toBeCloseTo(2 - (3 * y * 20) / 40, 12);
    expect(three).toBeCloseTo(3 - (4 * y * 12) / 20, 12);
  });

  it('falls back where a text is too small', () => {
    expect(discountsOf([5, 0, 0, 0])).toEqual([0.5, 1, 1.5]);
    expect(discountsOf([1, 1, 9, 1])).toEqual([0.5, 1, 1.5]);
  });
});

describe('estimate', () => {
  it.each([1, 2, 3, 5])('gives the probabilities of a plain calculation at order %d', (order) => {
    const model = modelOf(SENTENCES, order);
    const plain = new PlainKneserNey(SENTENCES, order);
    expect(model.layers).toHaveLength(order);
    for (const sentence of SENTENCES) {
      const words = ['<s>', ...sentence.split(' '), '</s>'];
      for (let i = 1; i < words.length; i++) {
        const history = words.slice(Math.max(0, i - order + 1), i);
        for (const word of [words[i]!, 'cat', '</s>', '<unk>']) {
          const expected = plain.probability(history, word);
          expect(probability(model, history, word)).toBeCloseTo(expected, 6);
        }
      }
    }
  });

  it('sums to one after any history, with cut-offs and a small vocabulary', () => {
    const model = modelOf(SENTENCES, 3, { cutOffs: [0, 1, 1], vocabulary: 6 });
    const possible = model.words.filter((word) => word !== '<s>');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...model.words), { maxLength: 3 }), (history) => {
        const sum = possible.reduce((total, word) => total + probability(model, history, word), 0);
        expect(sum).toBeCloseTo(1, 5);
      }),
    );
  });

  it('cuts what counts too little, but keeps the beginnings of what stays', () => {
    const whole = modelOf(SENTENCES, 3);
    const cut = modelOf(SENTENCES, 3, { cutOffs: [0, 2, 1] });
    const has = (model: NgramLayers, text: string): boolean => {
      const ids = text.split(' ').map((word) => model.words.indexOf(word));
      return findNgram(model.layers, ids, 0, ids.length) >= 0;
    };
    expect(has(whole, 'saw the dog')).toBe(true);
    expect(has(cut, 'saw the dog')).toBe(false);
    expect(has(cut, 'cat sat on')).toBe(true);
    expect(has(cut, 'cat sat')).toBe(true);
    expect(cut.layers[1]!.words.length).toBeLessThan(whole.layers[1]!.words.length);
  });

  it('gives rare words the probability of <unk>', () => {
    const model = modelOf(SENTENCES, 2, { vocabulary: 4 });
    expect(model.words).toHaveLength(7);
    expect(probability(model, ['the'], '<unk>')).toBeGreaterThan(0.1);
  });
});

interface Golden {
  readonly text: string[];
  readonly heldOut: string[];
  readonly models: {
    readonly order: number;
    readonly cutOffs: number[];
    /** N-grams by order. */
    readonly counts: number[];
    /** By held-out sentence, base-10 logarithms of words and the end. */
    readonly scores: number[][];
  }[];
}

describe('estimate beside KenLM', () => {
  const { text, heldOut, models } = JSON.parse(
    readFileSync(path.join(__dirname, '../../reference/ngrams.json'), 'utf8'),
  ) as Golden;

  it.each(models)('gives its scores at order $order with cut-offs $cutOffs', (golden) => {
    const { order, cutOffs, counts, scores } = golden;
    const layers = modelOf(text, order, { cutOffs, capacity: 5000 });
    expect(layers.layers.map(({ words }) => words.length)).toEqual(counts);
    const model = new NgramModel(layers);
    heldOut.forEach((sentence, i) => {
      let state = model.start;
      const ids = [...sentence.split(' ').map((word) => model.wordId(word)), model.end];
      const ours = ids.map((id) => {
        const score = model.score(state, id) * Math.LOG10E;
        state = model.next(state, id);
        return score;
      });
      expect(scores[i]).toHaveLength(ours.length);
      ours.forEach((score, k) => {
        expect(Math.abs(score - scores[i]![k]!)).toBeLessThan(1e-4);
      });
    });
  });
});
