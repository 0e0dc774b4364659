/**
 * The low-pass filter of the resampler: a sinc under a Kaiser window, cut into one row of weights per position
 * between two input samples.
 * @module
 */

/** Everything that would fold back is at least so much quieter, dB. */
const STOPBAND_DB = 100;
/** Up to this share of the lower of both Nyquist frequencies nothing is lost; there the slope begins. */
const PASSBAND_SHARE = 0.925;
/**
 * Positions that are tabulated at most, per half period of the highest frequency that passes. Between two of them
 * the weights are interpolated linearly, with an error of (π / 1024)² / 8 ≈ −118 dB: rates without a small common
 * ratio need that.
 */
const MOST_PHASES = 1024;

/** Weights for `phases` + 1 positions from one input sample (row 0) to the next (last row). */
export interface FilterBank {
  readonly phases: number;
  /** Weights in a row; even. The position is between the two middle ones. */
  readonly taps: number;
  /** Row-major, (`phases` + 1) × `taps`. */
  readonly weights: Float64Array;
}

/**
 * Designs the filter for a change of rate.
 * @param inputRate Samples a second.
 * @param outputRate Samples a second.
 * @param steps Positions between two input samples that the output really needs.
 */
export function designFilterBank(inputRate: number, outputRate: number, steps: number): FilterBank {
  const nyquist = Math.min(inputRate, outputRate) / 2;
  const slope = (nyquist * (1 - PASSBAND_SHARE)) / inputRate;
  const cutoff = (nyquist * (1 + PASSBAND_SHARE)) / 2 / inputRate;
  // Kaiser's rules for the length and the shape of the window.
  const length = (STOPBAND_DB - 7.95) / (2.285 * 2 * Math.PI * slope);
  const beta = 0.1102 * (STOPBAND_DB - 8.7);
  const half = Math.ceil(length / 2) + 1;
  const phases = Math.min(steps, Math.ceil((MOST_PHASES * nyquist * 2) / inputRate));
  const taps = 2 * half;
  const weights = new Float64Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase++) {
    const row = weights.subarray(phase * taps, (phase + 1) * taps);
    fillRow(row, half - 1 + phase / phases, half, cutoff, beta);
  }
  return { phases, taps, weights };
}

/** Weights around `centre`, with sum 1, so that a constant stays what it is. */
function fillRow(
  row: Float64Array,
  centre: number,
  half: number,
  cutoff: number,
  beta: number,
): void {
  const exact = Float64Array.from(row, (_, tap) => {
    const distance = tap - centre;
    return sinc(2 * cutoff * distance) * kaiser(distance / half, beta);
  });
  const sum = exact.reduce((total, weight) => total + weight, 0);
  exact.forEach((weight, tap) => (row[tap] = weight / sum));
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Kaiser's window at `x` in [−1, 1]; 0 outside. */
function kaiser(x: number, beta: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(beta * Math.sqrt(1 - x * x)) / besselI0(beta);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
