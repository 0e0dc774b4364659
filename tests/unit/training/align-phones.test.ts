/**
 * Phones get the times at which a network hears them; kept on disk.
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
import { alignPhones } from '../../../src/training/align-phones';
import type { Example } from '../../../src/training/batch';
import type { Recording } from '../../../src/training/dataset';
import { initialWeights } from '../../../src/training/initial-weights';
import { scratchFolder } from '../../support/scratch-folder';
import { SMALL_SPEC } from '../bundle/small-bundle';

const SPEC: AcousticSpec = { ...SMALL_SPEC, classes: 4, phones: 4 };
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

describe('alignPhones()', () => {
  const recordings = [recordingOf('a b a c', 40), recordingOf('b d', 10), recordingOf('c a', 25)];
  const never = new AbortController().signal;

  it('gives rising times inside the recording, without a leak, and remembers them', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const lines: string[] = [];
    const times = await alignPhones(recordings, bundle, asHeard, options(never, lines));
    expect(tf.memory().numTensors).toBe(before);
    expect(lines).not.toEqual([]);
    expect(times.map(({ length }) => length)).toEqual([8, 0, 4]);
    for (const [i, { stepCount }] of recordings.entries()) {
      let last = 0;
      for (let phone = 0; 2 * phone < times[i]!.length; phone++) {
        const [start, end] = times[i]!.slice(2 * phone) as [number, number];
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(stepCount);
    }
    const again: string[] = [];
    const kept = await alignPhones(recordings, bundle, asHeard, options(never, again));
    expect(kept).toEqual(times);
    expect(again).toEqual([]);
  });

  it('aligns anew where a word is said by other phones than when the times were kept', async () => {
    await alignPhones(recordings, bundle, asHeard, options(never));
    const changed = recordings.map((recording, i) =>
      i === 2 ? { ...recording, phones: Int32Array.of(2, 1, 0) } : recording,
    );
    const times = await alignPhones(changed, bundle, asHeard, options(never));
    expect(times[2]).toHaveLength(6);
  });

  it('stops when it is told to', async () => {
    const others = [recordingOf('a c', 30)];
    const stopped = AbortSignal.abort();
    await expect(alignPhones(others, bundle, asHeard, options(stopped))).rejects.toBeInstanceOf(
      CancelledError,
    );
  });
});
