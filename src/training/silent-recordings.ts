/**
 * Noise in which nobody speaks, for a network to learn to say nothing: made, so that there is any amount of it.
 * @module
 */
import { makeNoise, NOISE_KINDS } from '../audio/made-noise';
import type { Random } from '../base/random';
import { BatchMfcc } from '../features/batch-mfcc';
import { COEFFICIENTS, FRAMES_PER_STEP, STEP_SECONDS } from '../features/definition';
import type { Tensorflow } from '../tensor/backend';
import type { Recording } from './dataset';
import { toLogMel } from './mel-front-end';

const SECONDS = [1, 6] as const;
const LEVEL_DBFS = [-60, -12] as const;
/** Every other one stands in a room. */
const ROOM_SHARE = 0.5;
/** Its name among the corpora. */
const CORPUS = 'made noise';

/** Recordings of every kind of noise in turn, `minutes` in all. */
export function makeSilentRecordings(tf: Tensorflow, minutes: number, random: Random): Recording[] {
  const mfcc = new BatchMfcc(tf);
  const recordings: Recording[] = [];
  const nothing = new Int32Array(0);
  for (let left = 60 * minutes; left > 0;) {
    const kind = NOISE_KINDS[recordings.length % NOISE_KINDS.length]!;
    const seconds = SECONDS[0] + (SECONDS[1] - SECONDS[0]) * random.next();
    const level = LEVEL_DBFS[0] + (LEVEL_DBFS[1] - LEVEL_DBFS[0]) * random.next();
    const room = random.next() < ROOM_SHARE;
    const { rows, data } = mfcc.extract(makeNoise({ kind, seconds, level, room }, random));
    const stepCount = Math.floor(rows / FRAMES_PER_STEP);
    const mel = data.subarray(0, stepCount * FRAMES_PER_STEP * COEFFICIENTS);
    toLogMel(tf, mel);
    recordings.push({
      corpus: CORPUS,
      text: '',
      mel,
      stepCount,
      labels: nothing,
      phones: nothing,
      silent: true,
    });
    left -= stepCount * STEP_SECONDS;
  }
  mfcc.close();
  return recordings;
}
