/**
 * The scaled sums of one sequence within a batch: neighbours are left alone, memory is used again.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { ctcReference } from '../../../src/recurrent/ctc-reference';
import { CtcSequence } from '../../../src/recurrent/ctc-sequence';

const C = 4;
const B = 3;

/** Logits of one sequence, and their posteriors. */
function drawn(random: Random, steps: number): { logits: number[]; posteriors: Float32Array } {
  const logits = Array.from({ length: steps * C }, () => 2 * random.normal());
  const posteriors = Float32Array.from(logits, (v, i) => {
    const row = logits.slice(Math.floor(i / C) * C, (Math.floor(i / C) + 1) * C);
    return Math.exp(v) / row.reduce((sum, w) => sum + Math.exp(w), 0);
  });
  return { logits, posteriors };
}

describe('CtcSequence', () => {
  it('learn() equals the reference one sequence after another, longer and shorter ones, and writes no other', () => {
    const random = new Random(1);
    const sequence = new CtcSequence();
    for (const [steps, labels] of [
      [9, [0, 1, 1]],
      [3, []],
      [14, [2, 0, 0, 0, 1, 2]],
      [4, [1, 1, 0]],
      [1, [2]],
    ] as const) {
      const { logits, posteriors } = drawn(random, steps);
      const inBatch = new Float32Array(steps * B * C);
      for (let t = 0; t < steps; t++) {
        inBatch.set(posteriors.subarray(t * C, (t + 1) * C), (t * B + 1) * C);
      }
      const gradient = new Float32Array(steps * B * C);
      const place = { posteriors: inBatch, gradient, first: C, stride: B * C, steps, classes: C };
      const loss = sequence.learn(place, Int32Array.from(labels));
      const expected = ctcReference(logits, C, labels);
      expect(loss).toBeCloseTo(expected.loss, 5);
      gradient.forEach((g, i) => {
        const [t, b, c] = [Math.floor(i / (B * C)), Math.floor(i / C) % B, i % C];
        expect(g).toBeCloseTo(b === 1 ? expected.gradient[t * C + c]! : 0, 6);
      });
    }
  });

  it('learn() says ∞ where the steps cannot hold the labels, and NaN where nothing is left', () => {
    const sequence = new CtcSequence();
    const place = (posteriors: Float32Array) => ({
      posteriors,
      gradient: new Float32Array(posteriors.length),
      first: 0,
      stride: C,
      steps: posteriors.length / C,
      classes: C,
    });
    const even = new Float32Array(2 * C).fill(1 / C);
    expect(sequence.learn(place(even), Int32Array.of(1, 1))).toBe(Infinity);
    const blank = Float32Array.from({ length: 2 * C }, (_, i) => (i % C === C - 1 ? 1 : 0));
    expect(sequence.learn(place(blank), Int32Array.of(1))).toBeNaN();
  });
});
