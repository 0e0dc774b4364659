/**
 * Noise in which nobody speaks.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { STEP_SECONDS, STEP_SIZE } from '../../../src/features/definition';
import { loadTensorflow } from '../../../src/tensor/backend';
import { makeSilentRecordings } from '../../../src/training/silent-recordings';

describe('makeSilentRecordings()', () => {
  it('makes as many minutes as are asked for, the same for the same seed, with no labels', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const recordings = makeSilentRecordings(tf, 0.5, new Random(1));
    const seconds = recordings.reduce((sum, { stepCount }) => sum + stepCount * STEP_SECONDS, 0);
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect(seconds).toBeLessThan(36);
    for (const { mel, stepCount, labels, phones, silent } of recordings) {
      expect(mel).toHaveLength(stepCount * STEP_SIZE);
      expect(mel.every((value) => Number.isFinite(value))).toBe(true);
      expect([labels.length, phones.length, silent]).toEqual([0, 0, true]);
    }
    expect(makeSilentRecordings(tf, 0.5, new Random(1))).toEqual(recordings);
    expect(makeSilentRecordings(tf, 0, new Random(1))).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
