/**
 * Perplexity of a model that is easy to calculate.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PerplexityMeter } from '../../../src/language/perplexity';
import type { WordModel } from '../../../src/language/word-model';

/** Half of all words are `a`, a quarter `</s>`, a quarter unknown. */
const model: WordModel = {
  size: 4,
  unknown: 0,
  end: 1,
  start: 0,
  wordId: (word) => (word === 'a' ? 2 : 0),
  wordOf: String,
  score: (_, word) => Math.log(word === 2 ? 1 / 2 : 1 / 4),
  next: () => 0,
};

describe('PerplexityMeter', () => {
  it('counts ends of sentences, and unknown words apart', () => {
    const meter = new PerplexityMeter(model);
    meter.add(['a', 'a', 'zebra']);
    const result = meter.result();
    expect(result).toMatchObject({ sentences: 1, words: 3, unknown: 1 });
    expect(result.unknownRate).toBeCloseTo(1 / 3, 12);
    expect(result.perplexity).toBeCloseTo(2 ** (4 / 3), 12);
    expect(result.perplexityWithUnknown).toBeCloseTo(2 ** (6 / 4), 12);
  });
});
