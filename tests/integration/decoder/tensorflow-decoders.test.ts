/**
 * Our decoders against TensorFlow's own CTC kernels, an implementation we had no hand in.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { greedyDecode } from '../../../src/decoder/greedy';
import {
  prefixBeamAdvance,
  prefixBeamBest,
  prefixBeamStart,
} from '../../../src/decoder/prefix-beam';
import { loadTensorflow, runKernel, type Tensorflow } from '../../../src/tensor/backend';
import { randomPosteriors } from '../../support/posteriors';

let tf: Tensorflow;

beforeAll(async () => {
  tf = await loadTensorflow();
  // tfjs-node warns of each 64-bit output; the kernels have several a call.
  vi.spyOn(console, 'warn').mockReturnValue();
});

afterAll(() => {
  vi.restoreAllMocks();
});

/** The tensor inputs of both kernels: T × 1 × classes, and T. */
function inputsOf({ rows, columns, data }: Matrix): ReturnType<Tensorflow['tensor']>[] {
  return [tf.tensor3d(data, [rows, 1, columns]), tf.tensor1d([rows], 'int32')];
}

/** Indices come as 64-bit integers. */
function unitsIn(tensor: ReturnType<Tensorflow['tensor']>): number[] {
  return Array.from(tensor.dataSync(), Number);
}

function theirGreedy(posteriors: Matrix): { units: number[]; logProbability: number } {
  const [, values, , negativeSum] = runKernel(
    tf,
    'CTCGreedyDecoder',
    {
      merge_repeated: { type: 'bool', value: true },
      blank_index: { type: 'int', value: -1 },
      T: { type: 'dtype', value: 'float32' },
    },
    inputsOf(posteriors),
    4,
  );
  return { units: unitsIn(values!), logProbability: -negativeSum!.dataSync()[0]! };
}

function theirBeam(
  posteriors: Matrix,
  width: number,
  count: number,
): (readonly [string, number])[] {
  const outputs = runKernel(
    tf,
    'CTCBeamSearchDecoder',
    {
      beam_width: { type: 'int', value: width },
      top_paths: { type: 'int', value: count },
      // It would merge doubled letters, after the blanks between them are gone.
      merge_repeated: { type: 'bool', value: false },
      T: { type: 'dtype', value: 'float32' },
    },
    inputsOf(posteriors),
    3 * count + 1,
  );
  const logProbabilities = outputs[3 * count]!.dataSync();
  return Array.from({ length: count }, (_, i) => [
    unitsIn(outputs[count + i]!).join(' '),
    logProbabilities[i]!,
  ]);
}

describe('greedyDecode', () => {
  it("says what TensorFlow's CTCGreedyDecoder says", () => {
    const random = new Random(1);
    for (let round = 0; round < 30; round++) {
      const posteriors = randomPosteriors(random, 100, 29, 3);
      const theirs = theirGreedy(posteriors);
      const ours = greedyDecode(posteriors);
      expect(ours.units).toEqual(theirs.units);
      expect(ours.logProbability).toBeCloseTo(theirs.logProbability, 2);
    }
  });
});

describe('prefixBeamBest', () => {
  it("finds the texts of TensorFlow's CTCBeamSearchDecoder with their probabilities", () => {
    const random = new Random(2);
    // More than the texts of up to 7 of 3 units: nothing is pruned, where the two prune differently.
    const width = 3300;
    const everything = { width, unitFloor: -Infinity, scoreRange: Infinity };
    for (let round = 0; round < 5; round++) {
      const posteriors = randomPosteriors(random, 7, 4, 2);
      const ours = prefixBeamBest(prefixBeamAdvance(prefixBeamStart(everything), posteriors), 5);
      theirBeam(posteriors, width, 5).forEach(([text, logProbability], i) => {
        expect(ours[i]?.units.join(' ')).toBe(text);
        expect(ours[i]?.logProbability).toBeCloseTo(logProbability, 3);
      });
    }
  });

  it('finds, as wide as theirs, texts as probable as theirs in whole sentences of letters', () => {
    const random = new Random(3);
    for (let round = 0; round < 5; round++) {
      const posteriors = randomPosteriors(random, 100, 29, 4);
      const [[, theirs]] = theirBeam(posteriors, 16, 1) as [readonly [string, number]];
      const [ours] = prefixBeamBest(prefixBeamAdvance(prefixBeamStart(), posteriors), 1);
      expect(ours?.logProbability).toBeGreaterThan(theirs - 0.1);
    }
  });
});
