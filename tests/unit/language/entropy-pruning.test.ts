/**
 * Pruning keeps a model a model.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { EntropyPruning } from '../../../src/language/entropy-pruning';
import { scoreAfter, type NgramLayers } from '../../../src/language/ngram-layers';
import { NgramModel } from '../../../src/language/ngram-model';
import { PerplexityMeter } from '../../../src/language/perplexity';
import { modelOf, SENTENCES } from './tiny-model';

const sizes = ({ layers }: NgramLayers): number[] => layers.map((layer) => layer.words.length);

function perplexityOf(model: NgramLayers): number {
  const meter = new PerplexityMeter(new NgramModel(model));
  for (const sentence of SENTENCES) meter.add(sentence.split(' '));
  return meter.result().perplexity;
}

describe('EntropyPruning', () => {
  const whole = modelOf(SENTENCES, 4);
  const pruning = new EntropyPruning(whole);

  it('keeps everything below any loss', () => {
    expect(sizes(pruning.at(-1))).toEqual(sizes(whole));
  });

  it('finds the threshold for a size', () => {
    const most = sizes(whole).reduce((a, b) => a + b) - 20;
    const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b);
    const kept = (marks: readonly Uint8Array[]): number =>
      total(marks.map((own) => own.reduce((a, b) => a + b)));
    const threshold = pruning.thresholdFor((marks) => kept(marks) <= most);
    expect(total(sizes(pruning.at(threshold)))).toBeLessThanOrEqual(most);
    expect(total(sizes(pruning.at(threshold * 0.9)))).toBeGreaterThan(most);
    expect(pruning.thresholdFor(() => true)).toBe(0);
  });

  it('takes how often a history occurs from the text', () => {
    const { words } = whole;
    const even = new Float32Array(words.length).fill(1 / words.length);
    const often = even.slice();
    const the = words.indexOf('the');
    often[the] = 2 / words.length;
    const [before, after] = [even, often].map(
      (shares) => new EntropyPruning(whole, [shares]).losses[1]!,
    );
    const { children } = whole.layers[0]!;
    before!.forEach((loss, i) => {
      const isAfterThe = i >= children[the]! && i < children[the + 1]!;
      expect(Math.log1p(after![i]!)).toBeCloseTo((isAfterThe ? 2 : 1) * Math.log1p(loss), 5);
    });
  });

  it('leaves out more, and expects the text less, the higher the threshold', () => {
    const pruned = [1e-4, 3e-3, 1e-2].map((threshold) => pruning.at(threshold));
    const totals = [whole, ...pruned].map((model) => sizes(model).reduce((a, b) => a + b));
    const perplexities = [whole, ...pruned].map(perplexityOf);
    for (let i = 1; i < totals.length; i++) {
      expect(totals[i]).toBeLessThan(totals[i - 1]!);
      expect(perplexities[i]).toBeGreaterThan(perplexities[i - 1]!);
    }
    expect(perplexities[1]! / perplexities[0]!).toBeLessThan(1.1);
  });

  it('keeps every word, and probabilities that sum to one', () => {
    for (const threshold of [1e-3, 1]) {
      const { words, layers } = pruning.at(threshold);
      expect(words).toEqual(whole.words);
      const start = words.indexOf('<s>');
      for (const text of ['the', 'the cat', 'sat on the', '<s> the cat', 'on a mat']) {
        const history = text.split(' ').map((word) => words.indexOf(word));
        let sum = 0;
        for (let word = 0; word < words.length; word++) {
          if (word !== start) sum += Math.exp(scoreAfter(layers, history, 0, history.length, word));
        }
        expect(sum).toBeCloseTo(1, 4);
      }
    }
  });

  it('leaves unigrams alone when everything else goes', () => {
    expect(sizes(pruning.at(1e9))).toEqual([whole.words.length, 0, 0, 0]);
  });
});
