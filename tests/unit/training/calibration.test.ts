/**
 * Fitting and judging confidences.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import {
  fitConfidence,
  judged,
  reliabilityOf,
  type JudgedWord,
} from '../../../src/training/calibration';
import { confidenceOf } from '../../../src/decoder/confidence';

/** Words that are right as often as a logistic function of their sound says. */
function words(count: number, seed: number): JudgedWord[] {
  const random = new Random(seed);
  const truth = { bias: -1, sound: 2, weakest: 0, phones: 0, agreement: 0.5 };
  return Array.from({ length: count }, () => {
    const evidence = {
      sound: 0.05 + 0.9 * random.next(),
      weakest: 0.05 + 0.9 * random.next(),
      phones: 1 + random.integer(6),
      agreement: 0.05 + 0.9 * random.next(),
    };
    return { evidence, isRight: random.next() < confidenceOf(evidence, truth) };
  });
}

describe('fitConfidence', () => {
  it('finds the weights behind many words', () => {
    const weights = fitConfidence(words(4000, 1));
    expect(weights.sound).toBeCloseTo(2, 0);
    expect(Math.abs(weights.weakest)).toBeLessThan(0.2);
    expect(weights.agreement).toBeGreaterThan(0.3);
  });

  it('makes other words of the same kind reliable', () => {
    const others = words(4000, 2);
    const before = reliabilityOf(judged(others));
    const after = reliabilityOf(judged(others, fitConfidence(words(4000, 1))));
    expect(after.error).toBeLessThan(before.error / 2);
    expect(after.error).toBeLessThan(0.03);
    expect(after.entropy).toBeGreaterThan(before.entropy);
  });

  it('stays finite where all words are right', () => {
    const weights = fitConfidence(words(20, 3).map((word) => ({ ...word, isRight: true })));
    expect(Object.values(weights).every(Number.isFinite)).toBe(true);
  });
});

describe('reliabilityOf', () => {
  const few = [
    { confidence: 0.9, isRight: true },
    { confidence: 0.94, isRight: false },
    { confidence: 0.1, isRight: false },
    { confidence: 1, isRight: true },
  ];

  it('compares confidence with the share of right words, bin by bin', () => {
    const { bins, error } = reliabilityOf(few);
    expect(bins.map(({ count }) => count)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 3]);
    expect(bins[9]!.confidence).toBeCloseTo(2.84 / 3);
    expect(bins[9]!.right).toBeCloseTo(2 / 3);
    expect(error).toBeCloseTo((2.84 - 2 + 0.1) / 4);
  });

  it('gives no entropy to what only knows the share of right words', () => {
    const even = few.map(({ isRight }) => ({ confidence: 0.5, isRight }));
    expect(reliabilityOf(even).entropy).toBeCloseTo(0, 9);
    const sure = few.map(({ isRight }) => ({ confidence: isRight ? 1 : 0, isRight }));
    expect(reliabilityOf(sure).entropy).toBeGreaterThan(0.99);
    expect(reliabilityOf([]).error).toBe(0);
  });
});
