/**
 * The front end of training against that of the recogniser.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { COEFFICIENTS, STEP_SIZE } from '../../../src/features/definition';
import { dctMatrix } from '../../../src/features/mel-bank';
import { RunningMean } from '../../../src/features/running-mean';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { MelFrontEnd, toLogMel } from '../../../src/training/mel-front-end';

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

const random = new Random(3);
const FRAMES = 20;
const drawn = (length: number, mean: number): Float32Array =>
  Float32Array.from({ length }, () => mean + random.normal());

describe('toLogMel()', () => {
  it('undoes the DCT', () => {
    const mel = drawn(COEFFICIENTS, 8);
    const dct = dctMatrix();
    const mfcc = Float32Array.from({ length: COEFFICIENTS }, (_, k) =>
      mel.reduce((sum, value, band) => sum + value * dct[band * COEFFICIENTS + k]!, 0),
    );
    toLogMel(tf, mfcc);
    for (const [band, value] of mel.entries()) expect(mfcc[band]).toBeCloseTo(value, 4);
  });
});

describe('MelFrontEnd', () => {
  const mfcc = drawn(FRAMES * COEFFICIENTS, 30);
  const statistics = {
    mean: drawn(COEFFICIENTS, 30),
    deviation: drawn(COEFFICIENTS, 9),
  };

  it('gives the numbers of live recognition, in whole steps', () => {
    const expected = mfcc.slice();
    const running = new RunningMean(statistics);
    for (let f = 0; f < FRAMES; f++) {
      running.normalise(expected.subarray(f * COEFFICIENTS, (f + 1) * COEFFICIENTS));
    }
    const mel = mfcc.slice();
    toLogMel(tf, mel);
    const [steps] = new MelFrontEnd(tf, statistics).steps([mel]);
    expect(steps!).toHaveLength(6 * STEP_SIZE);
    for (const [i, value] of steps!.entries()) expect(value).toBeCloseTo(expected[i]!, 3);
  });

  it('masks what lies at the mean: fully masked frames are all zero', () => {
    const mel = mfcc.slice();
    toLogMel(tf, mel);
    const [steps] = new MelFrontEnd(tf, statistics).steps([mel], (centred) => centred.fill(0));
    expect(steps!.every((value) => value === 0)).toBe(true);
  });
});
