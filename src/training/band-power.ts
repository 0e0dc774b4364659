/**
 * Between log mel powers, ln(1 + power) of 40 bands a frame, and the power of the sound itself in 16-bit samples: what
 * augmentation needs that is defined on samples, such as the noise of a quantiser.
 * @module
 */
import {
  COEFFICIENTS,
  FFT_SIZE,
  PRE_EMPHASIS,
  SAMPLE_RATE,
  hannWindow,
} from '../features/definition';
import { SPECTRUM_BINS, melBank } from '../features/mel-bank';

/** A constant of this module: an imported one is looked up at every use where TypeScript runs unbundled. */
const BANDS = COEFFICIENTS;

const WINDOW = hannWindow();
const WINDOW_ENERGY = WINDOW.reduce((sum, w) => sum + w * w, 0);
/** How alike neighbours of a windowed signal are at most. */
const NEIGHBOURS = WINDOW.reduce((sum, w, n) => sum + w * (WINDOW[n + 1] ?? 0), 0) / WINDOW_ENERGY;
const BANK = melBank();

/** |1 − 0.97 e^−iω|² behind the window: what the pre-emphasis does to the power of white noise in each bin. */
const EMPHASIS = Float64Array.from({ length: SPECTRUM_BINS }, (_, bin) => {
  const angle = (2 * Math.PI * bin) / FFT_SIZE;
  return 1 + PRE_EMPHASIS ** 2 - 2 * PRE_EMPHASIS * NEIGHBOURS * Math.cos(angle);
});

/** `values`, one a bin, weighed and added up as the mel bank does with powers. */
export function overBank(values: (bin: number) => number): Float64Array {
  const sums = new Float64Array(BANDS);
  for (let bin = 0; bin < SPECTRUM_BINS; bin++) {
    const value = values(bin);
    for (let band = 0; band < BANDS; band++) sums[band]! += BANK[bin * BANDS + band]! * value;
  }
  return sums;
}

const WEIGHTS = overBank(() => 1);
const EMPHASISED = overBank((bin) => EMPHASIS[bin]!);

/** What white noise of variance 1 comes to in each band, as power. */
export const WHITE: Float64Array = EMPHASISED.map((sum) => sum * WINDOW_ENERGY);

/**
 * Gain of each band behind a filter, by power.
 * @param response Power gain at a frequency in Hz.
 */
export function bandGains(response: (hertz: number) => number): Float64Array {
  const filtered = overBank((bin) => response((bin * SAMPLE_RATE) / FFT_SIZE));
  return filtered.map((sum, band) => sum / WEIGHTS[band]!);
}

/** How much each band adds to the variance of the samples in a frame. */
const VARIANCE = WEIGHTS.map(
  (sum, band) => (2 * sum) / (EMPHASISED[band]! * FFT_SIZE * WINDOW_ENERGY),
);

/** Variance of the samples of a frame, from its powers at `at`. */
export function frameVariance(powers: Float32Array, at: number): number {
  let sum = 0;
  for (let band = 0; band < BANDS; band++) sum += powers[at + band]! * VARIANCE[band]!;
  return sum;
}

/** e^mel − 1, in place: powers add up, their logarithms do not. */
export function toPowers(mel: Float32Array): void {
  for (let i = 0; i < mel.length; i++) mel[i] = Math.expm1(mel[i]!);
}

/** ln(1 + power), in place. */
export function fromPowers(powers: Float32Array): void {
  for (let i = 0; i < powers.length; i++) powers[i] = Math.log1p(powers[i]!);
}
