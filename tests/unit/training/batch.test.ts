/**
 * Batches: dealt fairly, laid out time-major, masked reproducibly.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { STEP_SIZE } from '../../../src/features/definition';
import { dealBatches, layOut, stepsNeeded, type Example } from '../../../src/training/batch';

const PLAN = { blockSteps: 4, batchSize: 2, shortBatchSize: 3, shortSteps: 5 };

function example(stepCount: number, value = stepCount): Example {
  return {
    steps: new Float32Array(stepCount * STEP_SIZE).fill(value),
    stepCount,
    labels: Int32Array.of(1),
  };
}

describe('stepsNeeded()', () => {
  it('counts a blank between equal neighbours', () => {
    expect(stepsNeeded(Int32Array.of(1, 2, 2, 2, 1))).toBe(7);
  });
});

describe('dealBatches()', () => {
  const examples = Array.from({ length: 23 }, (_, i) => example(1 + (i % 9)));

  it('fills every batch with examples of one size class, none twice', () => {
    const batches = dealBatches(examples, PLAN, new Random(1), false);
    const dealt = batches.flat();
    expect(new Set(dealt).size).toBe(dealt.length);
    expect(dealt.length).toBeGreaterThan(
      examples.length - PLAN.batchSize - PLAN.shortBatchSize - 2,
    );
    for (const batch of batches) {
      const short = batch[0]!.stepCount <= PLAN.shortSteps;
      expect(batch).toHaveLength(short ? PLAN.shortBatchSize : PLAN.batchSize);
      for (const e of batch) expect(e.stepCount <= PLAN.shortSteps).toBe(short);
    }
  });

  it('is the same for the same seed and another for another', () => {
    const order = (seed: number): number[] =>
      dealBatches(examples, PLAN, new Random(seed), false).map((b) => examples.indexOf(b[0]!));
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
  });

  it('goes from short to long when asked to', () => {
    const lengths = dealBatches(examples, PLAN, new Random(1), true).map((b) => b[0]!.stepCount);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  });
});

describe('layOut()', () => {
  it('puts step t of utterance b at row t·B + b of its block, and marks the padding', () => {
    const batch = layOut([example(5, 1), example(2, 2)], 4);
    expect(batch.blocks).toHaveLength(2);
    const at = (t: number, b: number): number =>
      batch.blocks[Math.floor(t / 4)]![((t % 4) * 2 + b) * STEP_SIZE]!;
    expect([at(0, 0), at(4, 0), at(1, 1), at(2, 1), at(5, 0)]).toEqual([1, 1, 2, 0, 0]);
    expect(Array.from(batch.padding[0]!)).toEqual([0, 0, 0, 0, 0, 1, 0, 1]);
    expect(Array.from(batch.padding[1]!)).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
    expect(batch.lengths).toEqual([5, 2]);
  });
});
