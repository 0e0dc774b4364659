/**
 * Each way of varying a recording does what it is named for, and nothing when it is turned off.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { COEFFICIENTS as BANDS } from '../../../src/features/definition';
import {
  addNoise,
  addPowers,
  amplify,
  drawSpeed,
  mask,
  narrow,
  resample,
  reverberate,
  vary,
  type AugmentOptions,
  type Surroundings,
} from '../../../src/training/augment';

const OFF: AugmentOptions = {
  speed: 0,
  warp: 0,
  gainDb: 0,
  noiseShare: 0,
  snrDb: [10, 10],
  roomShare: 0,
  narrowShare: 0,
  timeMasks: { count: 0, maxFrames: 0, maxShare: 0 },
  bandMasks: { count: 0, maxBands: 0 },
};

const NOTHING: Surroundings = { noises: [], rooms: [] };

/** Frames × 40: `peak` in one band, 5 elsewhere. */
function ridge(frames: number, band: number, peak = 15): Float32Array {
  return Float32Array.from({ length: frames * BANDS }, (_, i) => (i % BANDS === band ? peak : 5));
}

function loudestBand(mel: Float32Array): number {
  const first = Array.from(mel.subarray(0, BANDS));
  return first.indexOf(Math.max(...first));
}

describe('addPowers()', () => {
  it('adds powers as ln(eᵃ + eᵇ) does', () => {
    for (const [a, b] of [
      [3, 3],
      [10, 7.3],
      [-2, 4],
      [0, 30],
    ] as const) {
      expect(addPowers(a, b)).toBeCloseTo(Math.log(Math.exp(a) + Math.exp(b)), 2);
    }
  });
});

describe('resample()', () => {
  it('at scale 1 gives the same numbers', () => {
    const mel = Float32Array.from({ length: 9 * BANDS }, (_, i) => Math.sin(i) + 5);
    const same = resample(mel, 1, 1);
    expect(same).toHaveLength(mel.length);
    for (let i = 0; i < mel.length; i++) expect(same[i]).toBeCloseTo(mel[i]!, 4);
  });

  it('shortens by the speed and moves formants up by the stretch', () => {
    const faster = resample(ridge(110, 20), 1.1, 1.1);
    expect(faster.length / BANDS).toBe(100);
    expect(loudestBand(faster)).toBeGreaterThan(20);
    expect(loudestBand(resample(ridge(10, 20), 1, 0.85))).toBeLessThan(20);
  });
});

describe('amplify() and narrow()', () => {
  it('add to every value, never below the floor', () => {
    const mel = Float32Array.of(4, 1);
    amplify(mel, -2);
    expect(Array.from(mel)).toEqual([2, 0]);
  });

  it('takes only the high bands away', () => {
    const mel = new Float32Array(BANDS).fill(12);
    narrow(mel, 4000);
    expect(mel[10]).toBe(12);
    expect(mel[39]).toBeCloseTo(12 - 4 * Math.LN10, 4);
  });
});

describe('addNoise()', () => {
  it('reaches the asked signal-to-noise ratio, whatever the levels were', () => {
    for (const level of [2, 9, 20]) {
      const speech = new Float32Array(50 * BANDS).fill(12);
      addNoise(speech, new Float32Array(7 * BANDS).fill(level), 10, 3);
      // 10 dB below in power: ln(1 + 0.1) more.
      expect(speech[100]! - 12).toBeCloseTo(Math.log(1.1), 2);
    }
  });
});

describe('reverberate()', () => {
  it('leaves a tail behind a click that falls by 60 dB in the asked time', () => {
    const click = new Float32Array(100 * BANDS);
    click.fill(30, 0, BANDS);
    reverberate(click, 0.5, -10);
    expect(click[0]).toBe(30);
    const drop = click[10 * BANDS]! - click[20 * BANDS]!;
    expect(drop).toBeCloseTo((10 / 50) * 6 * Math.LN10, 1);
  });
});

describe('mask()', () => {
  it('sets whole frames and whole bands to the mean, within the limits', () => {
    const options: AugmentOptions = {
      ...OFF,
      timeMasks: { count: 1, maxFrames: 20, maxShare: 0.1 },
      bandMasks: { count: 1, maxBands: 5 },
    };
    for (let seed = 0; seed < 20; seed++) {
      const mel = new Float32Array(100 * BANDS).fill(7);
      mask(mel, options, new Random(seed));
      let frames = 0;
      for (let t = 0; t < 100; t++) {
        if (mel.subarray(t * BANDS, (t + 1) * BANDS).every((v) => v === 0)) frames++;
      }
      expect(frames).toBeLessThanOrEqual(10);
      const zeros = mel.filter((v) => v === 0).length;
      expect(zeros).toBeLessThanOrEqual(frames * BANDS + 5 * 100);
    }
  });
});

describe('vary()', () => {
  const mel = ridge(60, 12);

  it('with everything off gives the recording again', () => {
    const same = vary(mel, 1, NOTHING, OFF, new Random(1));
    for (let i = 0; i < mel.length; i++) expect(same[i]).toBeCloseTo(mel[i]!, 4);
  });

  it('varies by the seed alone, and leaves the recording as it is', () => {
    const all = { ...OFF, speed: 0.2, warp: 0.1, gainDb: 6, noiseShare: 1, roomShare: 1 };
    const draw = (seed: number): Float32Array =>
      vary(mel, 1, { noises: [ridge(10, 3)], rooms: [] }, all, new Random(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(mel).toEqual(ridge(60, 12));
  });

  it('speeds up as far as drawSpeed() says, which leaves the frames that the labels need', () => {
    const speeds = Array.from({ length: 20 }, (_, seed) =>
      drawSpeed(mel, 58, { speed: 0.3 }, new Random(seed)),
    );
    expect(Math.min(...speeds)).toBeLessThan(0.8);
    expect(Math.max(...speeds)).toBeCloseTo(60 / 58, 6);
    for (const speed of speeds) {
      const heard = vary(mel, speed, NOTHING, OFF, new Random(1));
      expect(heard.length / BANDS).toBeCloseTo(60 / speed, -1);
      expect(heard.length / BANDS).toBeGreaterThanOrEqual(58);
    }
  });

  it('puts half of what stands in a room into a measured one, where there are any', () => {
    // A room that leaves nothing is told apart from any that is made up.
    const rooms = [{ name: 'void', energy: new Float32Array(BANDS) }];
    const options = { ...OFF, roomShare: 1 };
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    const silent = seeds.filter((seed) =>
      vary(mel, 1, { noises: [], rooms }, options, new Random(seed)).every((v) => v === 0),
    );
    expect(silent.length).toBeGreaterThan(75);
    expect(silent.length).toBeLessThan(125);
    const dry = vary(mel, 1, { noises: [], rooms }, OFF, new Random(1));
    expect(dry).toEqual(vary(mel, 1, NOTHING, OFF, new Random(1)));
  });

  it('hears a share of codecShare through a channel, and draws as before without it', () => {
    const plain = vary(mel, 1, NOTHING, { ...OFF, gainDb: 6 }, new Random(3));
    const changed = (codecShare: number): Float32Array =>
      vary(mel, 1, NOTHING, { ...OFF, gainDb: 6, codecShare }, new Random(3));
    expect(changed(0)).toEqual(plain);
    expect(changed(1)).not.toEqual(plain);
  });
});
