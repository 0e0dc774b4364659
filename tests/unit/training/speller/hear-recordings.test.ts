/**
 * Recordings go into a bank with what is said in them.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../../src/acoustic/acoustic-spec';
import { CancelledError } from '../../../../src/base/errors';
import { Random } from '../../../../src/base/random';
import { STEP_SIZE } from '../../../../src/features/definition';
import { loadTensorflow } from '../../../../src/tensor/backend';
import { encode } from '../../../../src/text/alphabet';
import type { Recording } from '../../../../src/training/dataset';
import { initialWeights } from '../../../../src/training/initial-weights';
import { PAUSE, unitOf } from '../../../../src/training/speller/heard-bank';
import { hearRecordings } from '../../../../src/training/speller/hear-recordings';
import { SMALL_SPEC } from '../../bundle/small-bundle';

const SPEC: AcousticSpec = { ...SMALL_SPEC, phones: 4 };
const network = { spec: SPEC, weights: initialWeights(SPEC, new Random(1)) };
const phonesOf = (text: string): Int32Array =>
  Int32Array.from(text.replaceAll(' ', ''), (letter) => letter.charCodeAt(0) - 97);

function recording(text: string, stepCount: number, change: Partial<Recording> = {}): Recording {
  const mel = new Float32Array(stepCount * STEP_SIZE);
  const known = { text, labels: encode(text), phones: phonesOf(text) };
  return { corpus: 'c', mel, stepCount, ...known, ...change };
}
const none = new Int32Array(0);
const RECORDINGS = [
  recording('ab c', 20),
  recording('', 9, { silent: true, labels: none, phones: none }),
  recording('b', 12, { phones: none }),
];
const plan = (signal: AbortSignal) => ({
  ...{ network, recordings: RECORDINGS, phonesOf, seed: 1, signal },
  data: {
    hear: (recordings: readonly Recording[]) =>
      recordings.map(({ mel, stepCount, labels }) => ({ steps: mel, stepCount, labels })),
  },
  onProgress: () => undefined,
});

describe('hearRecordings()', () => {
  it('keeps recordings whose phones are known, and silence', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const bank = await hearRecordings(plan(new AbortController().signal));
    expect(tf.memory().numTensors).toBe(before);
    expect(bank.recordings.map(({ labels, start, end }) => [labels, end - start])).toEqual([
      [none, 9],
      [encode('ab c'), 20],
    ]);
    const units = [unitOf(0, true), unitOf(1, false), unitOf(2, true)];
    expect(bank.units).toEqual([PAUSE, ...units, PAUSE]);
  });

  it('stops when it is told to', async () => {
    await expect(hearRecordings(plan(AbortSignal.abort()))).rejects.toThrow(CancelledError);
  });
});
