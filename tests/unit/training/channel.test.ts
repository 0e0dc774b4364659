/**
 * A telephone and a microphone done to log mel powers do what they do to samples.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { WHITE } from '../../../src/training/band-power';
import {
  clipping,
  drawMicrophone,
  loudestDeviation,
  peaking,
  responseOf,
  shelf,
  telephone,
  telephoneBand,
  throughChannel,
  throughMicrophone,
} from '../../../src/training/channel';
import { bandMeans, logMels } from '../../support/log-mels';

const TAPS = 255;

/** A linear-phase filter with a power response, by the sum that inverts its spectrum. */
function filterOf(response: (hertz: number) => number): Float64Array {
  const points = 2048;
  return Float64Array.from({ length: TAPS }, (_, n) => {
    let sum = 0;
    for (let k = 0; k <= points / 2; k++) {
      const gain = Math.sqrt(response((k * 16_000) / points));
      const twice = k === 0 || k === points / 2 ? 1 : 2;
      sum += twice * gain * Math.cos((2 * Math.PI * k * (n - (TAPS - 1) / 2)) / points);
    }
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / TAPS);
    return (sum / points) * window;
  });
}

function filtered(samples: Float64Array, filter: Float64Array): Float64Array {
  return samples.map((_, n) => {
    let sum = 0;
    for (let k = 0; k < TAPS; k++) {
      sum += filter[k]! * (samples[n - k + (TAPS - 1) / 2] ?? 0);
    }
    return sum;
  });
}

/** G.711: a sample to 8 bits and back, in 16-bit scale. */
function muLaw(sample: number): number {
  const biased = Math.min(32_635, Math.abs(Math.round(sample))) + 132;
  const exponent = Math.floor(Math.log2(biased)) - 7;
  const step = 2 ** (exponent + 3);
  const value = (Math.floor(biased / step) + 0.5) * step - 132;
  return Math.sign(sample) * value;
}

/** Noise like speech: falling by 6 dB an octave from 500 Hz on, swelling and falling ten times a second. */
function speechLike(length: number, seed: number): Float64Array {
  const random = new Random(seed);
  let last = 0;
  return Float64Array.from({ length }, (_, n) => {
    last = 0.8 * last + random.normal();
    return 1500 * last * (0.1 + Math.sin((2 * Math.PI * 5 * n) / 16_000) ** 2);
  });
}

describe('telephone()', () => {
  it('is what band, half rate and µ-law do to samples', async () => {
    const sound = speechLike(32_000, 1);
    const narrowed = filtered(sound, filterOf(telephoneBand));
    const coded = narrowed.map((sample, n) => (n % 2 === 0 ? 2 * muLaw(sample) : 0));
    const through = filtered(
      coded,
      filterOf((hertz) => (hertz < 4000 ? 1 : 0)),
    );
    const expected = bandMeans(await logMels(through));
    const mel = await logMels(sound);
    telephone(mel);
    const got = bandMeans(mel);
    // Bands 0–3 lie below 250 Hz, bands 29–31 astride 4 kHz, where the test's filters are not steep enough.
    for (let band = 4; band < 28; band++) {
      expect(Math.abs(got[band]! - expected[band]!), `band ${band}`).toBeLessThan(0.35);
    }
    for (let band = 33; band < 40; band++) {
      expect(Math.abs(got[band]! - expected[band]!), `band ${band}`).toBeLessThan(1);
    }
  });

  it('leaves quantisation noise where nothing else is', () => {
    const mel = new Float32Array(40).fill(1);
    telephone(mel);
    expect(mel[15]).toBeGreaterThan(Math.log1p(4 * WHITE[15]!));
    expect(mel[39]).toBeCloseTo(Math.log1p(WHITE[39]! / 12), 4);
  });
});

describe('peaking() and shelf()', () => {
  const decibels = (power: number): number => 10 * Math.log10(power);

  it('have their gain where they are meant to, and none elsewhere', () => {
    const bell = responseOf([peaking(1000, 6, 2)]);
    expect(decibels(bell(1000))).toBeCloseTo(6, 6);
    expect(decibels(bell(0))).toBeCloseTo(0, 6);
    const low = responseOf([shelf(300, -9, false)]);
    expect(decibels(low(0))).toBeCloseTo(-9, 6);
    expect(decibels(low(300))).toBeCloseTo(-4.5, 6);
    expect(decibels(low(8000))).toBeCloseTo(0, 6);
    const high = responseOf([shelf(3000, 5, true)]);
    expect(decibels(high(0))).toBeCloseTo(0, 6);
    expect(decibels(high(8000))).toBeCloseTo(5, 6);
    expect(decibels(responseOf([shelf(300, -9, false), shelf(3000, 5, true)])(8000))).toBeCloseTo(
      5,
      6,
    );
  });
});

describe('clipping()', () => {
  it.each([0.5, 1, 2])('has the gain and the distortion of normal samples, limit %s', (limit) => {
    const random = new Random(4);
    const count = 200_000;
    let [cross, total] = [0, 0];
    for (let n = 0; n < count; n++) {
      const x = random.normal();
      const y = Math.max(-limit, Math.min(limit, x));
      cross += (x * y) / count;
      total += (y * y) / count;
    }
    const { gain, distortion } = clipping(limit);
    expect(gain).toBeCloseTo(cross, 2);
    expect(distortion).toBeCloseTo(total - cross * cross, 2);
  });

  it('changes nothing far from the limit', () => {
    expect(clipping(8).gain).toBeCloseTo(1, 6);
    expect(clipping(8).distortion).toBeCloseTo(0, 6);
  });
});

describe('throughMicrophone()', () => {
  it('is what clipping and few bits do to samples', async () => {
    const sound = speechLike(32_000, 2).map((sample) => 0.3 * sample);
    const [clip, bits] = [900, 9];
    const step = 65_536 / 2 ** bits;
    const through = sound.map((x) => Math.round(Math.max(-clip, Math.min(clip, x)) / step) * step);
    const expected = bandMeans(await logMels(through));
    const mel = await logMels(sound);
    throughMicrophone(mel, { response: () => 1, clip, bits });
    const got = bandMeans(mel);
    for (let band = 0; band < 40; band++) {
      expect(Math.abs(got[band]! - expected[band]!), `band ${band}`).toBeLessThan(0.5);
    }
  });

  it('colours by its response', () => {
    const mel = new Float32Array(80).fill(16);
    const bass = responseOf([shelf(500, -12, false)]);
    throughMicrophone(mel, { response: bass, clip: 1e9, bits: 16 });
    expect(mel[0]).toBeLessThan(14);
    expect(mel[39]).toBeCloseTo(16, 1);
  });
});

describe('drawMicrophone() and throughChannel()', () => {
  it('vary by the seed alone', async () => {
    const mel = await logMels(speechLike(8000, 3));
    const draw = (seed: number): Float32Array => {
      const heard = mel.slice();
      throughChannel(heard, new Random(seed));
      return heard;
    };
    expect(draw(1)).toEqual(draw(1));
    expect(new Set([1, 2, 3, 4].map((seed) => draw(seed)[60])).size).toBeGreaterThan(1);
    expect(draw(5).every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    const loudest = loudestDeviation(mel);
    const { clip, bits } = drawMicrophone(new Random(1), loudest);
    expect(clip).toBeGreaterThan(0.5 * loudest);
    expect(bits).toBeGreaterThan(8);
  });
});
