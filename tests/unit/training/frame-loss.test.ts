/**
 * Cross entropy by step: against plain arithmetic, and what is not counted.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { STEP_SIZE } from '../../../src/features/definition';
import { loadTensorflow } from '../../../src/tensor/backend';
import { layOut, type Batch, type Example } from '../../../src/training/batch';
import { FrameLoss } from '../../../src/training/frame-loss';

const C = 4;
const T = 8;
const NONE = new Int32Array(0);
const example = (stepCount: number, known: Pick<Example, 'targets' | 'silent'>): Example => ({
  ...{ steps: new Float32Array(stepCount * STEP_SIZE), stepCount, labels: NONE, phones: NONE },
  ...known,
});
/** Two with targets, one silent, one of which nothing is known. */
const BATCH = layOut(
  [
    example(7, { targets: Uint8Array.of(3, 0, 0, 1, 1, 2, 3) }),
    example(3, { targets: Uint8Array.of(2, 2, 3) }),
    example(5, { silent: true }),
    example(6, {}),
  ],
  4,
);
const LOGITS = Float32Array.from(
  { length: T * BATCH.size * C },
  (
    (random) => () =>
      3 * random.normal()
  )(new Random(1)),
);

/** Mean of −log softmax at the targets, and its gradient, step by step. */
function plain(logits: Float32Array, { size: B, lengths, targets, silent }: Batch) {
  const gradient = new Float32Array(logits.length);
  const known = lengths.map((length, b) => (targets[b] || silent[b] ? length : 0));
  const count = known.reduce((a, b) => a + b, 0);
  let loss = 0;
  known.forEach((length, b) => {
    for (let t = 0; t < length; t++) {
      const at = (t * B + b) * C;
      const powers = Array.from(logits.subarray(at, at + C), Math.exp);
      const sum = powers.reduce((a, b) => a + b, 0);
      const target = targets[b] ? targets[b][t]! : C - 1;
      loss -= Math.log(powers[target]! / sum) / count;
      powers.forEach((power, c) => {
        gradient[at + c] = (power / sum - (c === target ? 1 : 0)) / count;
      });
    }
  });
  return { loss, gradient };
}

describe('FrameLoss', () => {
  it('run() is the mean over all steps that are known, with its gradient, and leaks nothing', async () => {
    const tf = await loadTensorflow();
    const loss = await FrameLoss.compile(C);
    const logits = tf.tensor3d(LOGITS, [T, BATCH.size, C]);
    const before = tf.memory().numTensors;
    const result = loss.run(logits, BATCH);
    const expected = plain(LOGITS, BATCH);
    expect(result.loss).toBeCloseTo(expected.loss, 5);
    expect(result.gradient.shape).toEqual(logits.shape);
    const gradient = result.gradient.dataSync() as Float32Array;
    gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(expected.gradient[i]!, 6);
    });
    result.gradient.dispose();
    expect(tf.memory().numTensors).toBe(before);
    logits.dispose();
    loss.close();
  });

  it('run() is nothing where no targets are known', async () => {
    const tf = await loadTensorflow();
    const loss = await FrameLoss.compile(C);
    const logits = tf.tensor3d(LOGITS.subarray(0, T * C), [T, 1, C]);
    const result = loss.run(logits, layOut([example(6, {})], 4));
    expect(result.loss).toBe(0);
    expect(Array.from(result.gradient.dataSync()).every((value) => Math.abs(value) === 0)).toBe(
      true,
    );
    tf.dispose([logits, result.gradient]);
    loss.close();
  });
});
