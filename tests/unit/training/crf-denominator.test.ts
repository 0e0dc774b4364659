/**
 * The denominator of the sequence loss against a sum over all paths, and its gradient by finite differences.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { CrfDenominator } from '../../../src/training/crf-denominator';
import { estimateTrigram } from '../../../src/language/phone-trigram';

const [V, C, B, S, BLOCKS] = [3, 4, 2, 3, 2];
const FRAMES = S * BLOCKS;
const trigram = estimateTrigram([[0, 1, 2, 2, 1], [1, 0, 0], [2]], V);
const random = new Random(5);

let tf: Tensorflow;
let denominator: CrfDenominator;
beforeAll(async () => {
  tf = await loadTensorflow();
  denominator = await CrfDenominator.compile(trigram, { batch: B, steps: S });
});
afterAll(() => {
  denominator.close();
});

/** FRAMES × C posteriors. */
function drawn(): Float64Array {
  const values = Float64Array.from({ length: FRAMES * C }, () => Math.exp(random.normal()));
  return values.map((v, i) => {
    const row = Math.floor(i / C) * C;
    return v / values.subarray(row, row + C).reduce((a, b) => a + b, 0);
  });
}

/** Logarithm of the sum over all paths of the product of posteriors and of the trigram at every new label. */
function bruteForce(y: Float64Array, frames = FRAMES): number {
  const walk = (t: number, previous: number, a: number, b: number): number => {
    if (t === frames) return 1;
    let sum = 0;
    for (let unit = 0; unit < C; unit++) {
      const score = y[t * C + unit]!;
      if (unit === V || unit === previous) sum += score * walk(t + 1, unit, a, b);
      else {
        const p = trigram.probabilities[(a * (V + 1) + b) * V + unit]!;
        sum += score * p * walk(t + 1, unit, b, unit);
      }
    }
    return sum;
  };
  return Math.log(walk(0, -1, V, V));
}

/** Runs the denominator over B utterances laid out in blocks. */
function run(utterances: readonly Float64Array[]): { logSum: number[]; occupancies: number[][] } {
  const blocks = Array.from({ length: BLOCKS }, (_, n) => {
    const values = new Float32Array(S * B * C);
    for (let t = 0; t < S; t++) {
      for (let b = 0; b < B; b++) {
        const row = (n * S + t) * C;
        values.set(utterances[b]!.subarray(row, row + C), (t * B + b) * C);
      }
    }
    return tf.tensor3d(values, [S, B, C]);
  });
  const result = denominator.run(blocks);
  const logSum = Array.from(result.logSum.dataSync());
  const occupancies = utterances.map((_, b) =>
    result.occupancies.flatMap((block) => {
      const values = block.dataSync();
      return Array.from({ length: S }, (__, t) =>
        Array.from(values.subarray((t * B + b) * C, (t * B + b + 1) * C)),
      ).flat();
    }),
  );
  tf.dispose([blocks, result.logSum, [...result.occupancies]]);
  return { logSum, occupancies };
}

describe('CrfDenominator', () => {
  it('run() equals the sum over all paths, for each utterance of a batch', () => {
    const utterances = [drawn(), drawn()];
    const { logSum } = run(utterances);
    for (const [b, y] of utterances.entries()) expect(logSum[b]).toBeCloseTo(bruteForce(y), 4);
  });

  it('run() gives the gradient by the log posteriors (central differences)', () => {
    const y = drawn();
    const { occupancies } = run([y, drawn()]);
    const step = 1e-5;
    for (let i = 0; i < y.length; i++) {
      const moved = (by: number): number =>
        bruteForce(y.map((v, j) => (j === i ? v * Math.exp(by) : v)));
      expect(occupancies[0]![i]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 4);
    }
  });

  it('run() is not changed by frames that are blank for certain', () => {
    const y = drawn();
    const cut = 4;
    for (let t = cut; t < FRAMES; t++) y.set([0, 0, 0, 1], t * C);
    const { logSum, occupancies } = run([y, drawn()]);
    expect(logSum[0]).toBeCloseTo(bruteForce(y, cut), 4);
    expect(occupancies[0]!.slice(cut * C, cut * C + C)).toEqual([0, 0, 0, 1]);
  });

  it('run() leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    run([drawn(), drawn()]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
