/**
 * What stands between a voice and the recogniser, done to log mel powers: a telephone, or a cheap microphone. Filters are
 * exact as far as they are smooth over a band; the noise of quantisers is added as its expected power, and clipping as the
 * gain and the distortion that it has for noise of the same level, spread over the whole band.
 * Sources: ITU-T G.711 (µ-law) and G.712 (band); R. Bristow-Johnson, "Audio EQ cookbook" (equaliser); J. J. Bussgang 1952
 * (clipping).
 * @module
 */
import type { Random } from '../base/random';
import { COEFFICIENTS, SAMPLE_RATE } from '../features/definition';
import { WHITE, bandGains, frameVariance, fromPowers, toPowers } from './band-power';

/** A constant of this module: an imported one is looked up at every use where TypeScript runs unbundled. */
const BANDS = COEFFICIENTS;

const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random.next();

/** 16-bit samples are rounded: the least noise that any recording has. */
const ROUNDING = 1 / 12;
const FULL_SCALE = 32_768;

/** Power gain at a frequency in Hz. */
export type Response = (hertz: number) => number;

/** Butterworth slopes: order 4 at both ends of the telephone's band; nothing is left above its half rate. */
export const telephoneBand: Response = (hertz) => {
  if (hertz <= 0 || hertz >= 4000) return 0;
  return 1 / ((1 + (300 / hertz) ** 8) * (1 + (hertz / 3400) ** 24));
};

/** White noise below 4 kHz only: what µ-law at 8 kHz leaves. */
const NARROW_WHITE = bandGains((hertz) => (hertz < 4000 ? 1 : 0)).map(
  (gain, band) => gain * WHITE[band]!,
);
/** Mean square of a µ-law step's twelfth over the sample's square: steps are 1/32 to 1/16 of a sample, evenly in its logarithm. */
const MU_LAW_NOISE = 1.76e-4;
/** The smallest step is 8 of 65,536: its square's twelfth. */
const MU_LAW_LEAST = 64 / 12;

const TELEPHONE_GAINS = bandGains(telephoneBand);

/** Takes the telephone's band and adds the noise of µ-law at 8 kHz; in place. */
export function telephone(mel: Float32Array): void {
  toPowers(mel);
  for (let at = 0; at < mel.length; at += BANDS) {
    for (let band = 0; band < BANDS; band++) mel[at + band]! *= TELEPHONE_GAINS[band]!;
    const noise = MU_LAW_NOISE * frameVariance(mel, at) + MU_LAW_LEAST;
    for (let band = 0; band < BANDS; band++) {
      mel[at + band]! += noise * NARROW_WHITE[band]! + ROUNDING * WHITE[band]!;
    }
  }
  fromPowers(mel);
}

/** A cheap microphone. */
export interface Microphone {
  readonly response: Response;
  /** Samples beyond ± this are clipped. */
  readonly clip: number;
  /** Bits a sample. */
  readonly bits: number;
}

/** Biquad coefficients b0, b1, b2, a0, a1, a2. */
type Biquad = readonly [number, number, number, number, number, number];

/** The power response of filters one after the other. */
export function responseOf(filters: readonly Biquad[]): Response {
  return (hertz) => {
    const angle = (2 * Math.PI * hertz) / SAMPLE_RATE;
    const [c1, c2] = [Math.cos(angle), Math.cos(2 * angle)];
    const square = (x: number, y: number, z: number): number =>
      x * x + y * y + z * z + 2 * (x * y + y * z) * c1 + 2 * x * z * c2;
    return filters.reduce(
      (gain, [b0, b1, b2, a0, a1, a2]) => (gain * square(b0, b1, b2)) / square(a0, a1, a2),
      1,
    );
  };
}

/** A bell around `hertz`. */
export function peaking(hertz: number, gainDb: number, quality: number): Biquad {
  const angle = (2 * Math.PI * hertz) / SAMPLE_RATE;
  const [amplitude, alpha] = [10 ** (gainDb / 40), Math.sin(angle) / (2 * quality)];
  const middle = -2 * Math.cos(angle);
  const [up, down] = [alpha * amplitude, alpha / amplitude];
  return [1 + up, middle, 1 - up, 1 + down, middle, 1 - down];
}

/** Everything below (`high` false) or above `hertz` louder by `gainDb`, with a slope of 1. */
export function shelf(hertz: number, gainDb: number, high: boolean): Biquad {
  const angle = (2 * Math.PI * hertz) / SAMPLE_RATE;
  const a = 10 ** (gainDb / 40);
  // With the cosine's sign changed a low shelf becomes a high one, but for the signs of the middle terms.
  const sign = high ? -1 : 1;
  const cosine = sign * Math.cos(angle);
  const slope = Math.SQRT2 * Math.sqrt(a) * Math.sin(angle);
  return [
    a * (a + 1 - (a - 1) * cosine + slope),
    sign * 2 * a * (a - 1 - (a + 1) * cosine),
    a * (a + 1 - (a - 1) * cosine - slope),
    a + 1 + (a - 1) * cosine + slope,
    sign * -2 * (a - 1 + (a + 1) * cosine),
    a + 1 + (a - 1) * cosine - slope,
  ];
}

/** A microphone by chance: thin or boomy, dull or shrill, with two resonances; often driven too hard. */
export function drawMicrophone(random: Random, loudest: number): Microphone {
  const bell = (low: number, high: number): Biquad =>
    peaking(between(random, low, high), between(random, -8, 8), between(random, 0.7, 3));
  const response = responseOf([
    shelf(between(random, 100, 400), between(random, -15, 3), false),
    shelf(between(random, 2500, 6000), between(random, -12, 6), true),
    bell(400, 1500),
    bell(1500, 5000),
  ]);
  // From half of the loudest frame's deviation, where vowels are cut flat, to where only the peaks are.
  const clip = loudest * between(random, 0.7, 4);
  return { response, clip, bits: 9 + random.integer(5) };
}

/** Complementary error function (Abramowitz and Stegun 7.1.26: within 1.5e-7), x ≥ 0. */
function erfc(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const series = 1.421413741 + t * (-1.453152027 + t * 1.061405429);
  return t * (0.254829592 + t * (-0.284496736 + t * series)) * Math.exp(-x * x);
}

/** Of normal samples with deviation 1 clipped at ± `limit`: the gain that is left, and the variance of the rest. */
export function clipping(limit: number): { readonly gain: number; readonly distortion: number } {
  const beyond = erfc(limit / Math.SQRT2);
  const gain = 1 - beyond;
  const edge = limit * Math.sqrt(2 / Math.PI) * Math.exp((-limit * limit) / 2);
  const total = gain - edge + limit * limit * beyond;
  return { gain, distortion: Math.max(0, total - gain * gain) };
}

/** Deviation of the samples of the loudest frame. */
export function loudestDeviation(mel: Float32Array): number {
  const powers = mel.slice();
  toPowers(powers);
  let most = 0;
  for (let at = 0; at < mel.length; at += BANDS) most = Math.max(most, frameVariance(powers, at));
  return Math.sqrt(most);
}

/** Hears through a microphone: equaliser, clipping, quantiser; in place. */
export function throughMicrophone(mel: Float32Array, microphone: Microphone): void {
  const gains = bandGains(microphone.response);
  const step = (2 * FULL_SCALE) / 2 ** microphone.bits;
  toPowers(mel);
  for (let at = 0; at < mel.length; at += BANDS) {
    for (let band = 0; band < BANDS; band++) mel[at + band]! *= gains[band]!;
    const variance = frameVariance(mel, at);
    const { gain, distortion } = clipping(microphone.clip / Math.sqrt(variance + 1));
    const noise = distortion * variance + (step * step) / 12;
    for (let band = 0; band < BANDS; band++) {
      mel[at + band] = mel[at + band]! * gain * gain + noise * WHITE[band]!;
    }
  }
  fromPowers(mel);
}

/** A telephone or a microphone by chance; in place. */
export function throughChannel(mel: Float32Array, random: Random): void {
  if (random.next() < 0.5) telephone(mel);
  else throughMicrophone(mel, drawMicrophone(random, loudestDeviation(mel)));
}
