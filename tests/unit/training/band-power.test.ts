/**
 * Powers of bands and of samples agree with what the front end makes of noise.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import {
  WHITE,
  bandGains,
  frameVariance,
  fromPowers,
  toPowers,
} from '../../../src/training/band-power';
import { bandMeans, logMels } from '../../support/log-mels';

describe('WHITE and frameVariance()', () => {
  it('know white noise by its variance, and its variance from its bands', async () => {
    const random = new Random(1);
    const noise = Float64Array.from({ length: 64_000 }, () => 200 * random.normal());
    const powers = await logMels(noise);
    toPowers(powers);
    const means = bandMeans(powers);
    for (let band = 0; band < 40; band++) {
      expect(means[band]! / (WHITE[band]! * 200 ** 2), `band ${band}`).toBeCloseTo(1, 0.4);
    }
    expect(frameVariance(Float32Array.from(means), 0) / 200 ** 2).toBeCloseTo(1, 1);
  });
});

describe('bandGains()', () => {
  it('is 1 for all that passes, 0 where nothing does, and between at an edge', () => {
    expect(bandGains(() => 1).every((gain) => Math.abs(gain - 1) < 1e-9)).toBe(true);
    const low = bandGains((hertz) => (hertz < 1000 ? 1 : 0));
    expect(low[0]).toBe(1);
    expect(low[39]).toBe(0);
    expect(low.filter((gain) => gain > 0 && gain < 1)).not.toHaveLength(0);
  });
});

describe('toPowers() and fromPowers()', () => {
  it('undo each other', () => {
    const mel = Float32Array.of(0, 0.5, 3, 21);
    const again = mel.slice();
    toPowers(again);
    expect(again[2]).toBeCloseTo(Math.exp(3) - 1, 4);
    fromPowers(again);
    for (const [i, value] of mel.entries()) expect(again[i]).toBeCloseTo(value, 5);
  });
});
