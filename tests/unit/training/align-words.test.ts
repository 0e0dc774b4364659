/**
 * Words get the times at which a network says their phones; kept on disk.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { CancelledError } from '../../../src/base/errors';
import { Random } from '../../../src/base/random';
import type { Bundle } from '../../../src/bundle/load-bundle';
import { STEP_SIZE } from '../../../src/features/definition';
import { loadTensorflow } from '../../../src/tensor/backend';
import { encode } from '../../../src/text/alphabet';
import { alignWords } from '../../../src/training/align-words';
import type { Example } from '../../../src/training/batch';
import type { Recording } from '../../../src/training/dataset';
import { initialWeights } from '../../../src/training/initial-weights';
import { scratchFolder } from '../../support/scratch-folder';

const SPEC: AcousticSpec = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: STEP_SIZE,
  units: 4,
  layers: 1,
  classes: 4,
  phones: 4,
};
const weights = initialWeights(SPEC, new Random(1));
const bundle = { spec: SPEC, weights } as unknown as Bundle;
const folder = scratchFolder();

/** Each word one phone, its letter's place; "d" is said by nobody. */
const phonesOf = (text: string): Int32Array => {
  const phones = text.split(' ').map((word) => word.charCodeAt(0) - 'a'.charCodeAt(0));
  return phones.some((phone) => phone > 2) ? new Int32Array(0) : Int32Array.from(phones);
};
const recordingOf = (text: string, stepCount: number): Recording => ({
  corpus: 'c',
  text,
  mel: new Float32Array(stepCount * STEP_SIZE),
  stepCount,
  labels: encode(text),
  phones: phonesOf(text),
});
const asHeard = (recordings: readonly Recording[]): Example[] =>
  recordings.map(({ stepCount, labels, phones }) => {
    const random = new Random(stepCount);
    const steps = Float32Array.from({ length: stepCount * STEP_SIZE }, () => random.normal());
    return { steps, stepCount, labels, phones };
  });
const options = (signal: AbortSignal, lines: string[] = []) => ({
  folder: folder.path,
  signal,
  onProgress: (line: string) => void lines.push(line),
});

describe('alignWords()', () => {
  const recordings = [recordingOf('a b a c', 40), recordingOf('b d', 10), recordingOf('c a', 25)];

  it('gives words in order inside the recording, without a leak, and remembers them', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const never = new AbortController().signal;
    const lines: string[] = [];
    const aligned = await alignWords(recordings, bundle, phonesOf, asHeard, options(never, lines));
    expect(tf.memory().numTensors).toBe(before);
    expect(lines).not.toEqual([]);
    for (const { words, text, stepCount } of [aligned[0]!, aligned[2]!]) {
      expect(words!.map((word) => word.text).join(' ')).toBe(text);
      let last = 0;
      for (const { start, end } of words!) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(stepCount);
    }
    expect(aligned[1]).toEqual(recordings[1]);
    const again: string[] = [];
    const kept = await alignWords(recordings, bundle, phonesOf, asHeard, options(never, again));
    expect(kept).toEqual(aligned);
    expect(again).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const others = [recordingOf('a c', 30)];
    const stopped = AbortSignal.abort();
    await expect(
      alignWords(others, bundle, phonesOf, asHeard, options(stopped)),
    ).rejects.toBeInstanceOf(CancelledError);
  });
});
