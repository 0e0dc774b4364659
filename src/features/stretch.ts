/**
 * The frequency axis of log mel powers read at another scale, as if the vocal tract were shorter or longer.
 * Source: Jaitly and Hinton 2013, "Vocal tract length perturbation (VTLP) improves speech recognition".
 * @module
 */
import { COEFFICIENTS, MEL_BANDS, SAMPLE_RATE } from './definition';
import { dctMatrix, MEL_BREAK_HZ } from './mel-bank';
import { usableDeviation, type FeatureStatistics } from './running-mean';

/** Half the sampling rate, as ln(1 + Hz / 700). */
export const TOP_MEL = Math.log(1 + SAMPLE_RATE / 2 / MEL_BREAK_HZ);

/** For each band: the lower of the two bands that are read for it, and the share of the upper one. */
interface StretchedBands {
  readonly low: Int32Array;
  readonly share: Float32Array;
}

/** @param stretch > 1 moves formants up. */
export function stretchedBands(stretch: number): StretchedBands {
  const low = new Int32Array(MEL_BANDS);
  const share = new Float32Array(MEL_BANDS);
  for (let band = 0; band < MEL_BANDS; band++) {
    const hertz = MEL_BREAK_HZ * (Math.exp(((band + 1) / (MEL_BANDS + 1)) * TOP_MEL) - 1);
    const position = (Math.log(1 + hertz / stretch / MEL_BREAK_HZ) / TOP_MEL) * (MEL_BANDS + 1) - 1;
    const clamped = Math.min(MEL_BANDS - 1, Math.max(0, position));
    low[band] = Math.min(MEL_BANDS - 2, Math.floor(clamped));
    share[band] = clamped - low[band]!;
  }
  return { low, share };
}

/** Inverse of the DCT of the front end, coefficients × bands: its columns are orthogonal. */
export function inverseDct(): Float32Array {
  const dct = dctMatrix();
  const inverse = new Float32Array(COEFFICIENTS * MEL_BANDS);
  for (let k = 0; k < COEFFICIENTS; k++) {
    const square = (k === 0 ? 2 : 1) * 2 * MEL_BANDS;
    for (let band = 0; band < MEL_BANDS; band++) {
      inverse[k * MEL_BANDS + band] = dct[band * COEFFICIENTS + k]! / square;
    }
  }
  return inverse;
}

/**
 * The same for MFCC: rows of 40 are multiplied by this 40 × 40 matrix from the right. Everything in it is linear, so it is
 * as good for rows whose mean was taken away.
 */
export function mfccStretch(stretch: number): Float32Array {
  const { low, share } = stretchedBands(stretch);
  const dct = dctMatrix();
  const inverse = inverseDct();
  const result = new Float32Array(COEFFICIENTS * COEFFICIENTS);
  for (let from = 0; from < COEFFICIENTS; from++) {
    for (let band = 0; band < MEL_BANDS; band++) {
      const at = from * MEL_BANDS + low[band]!;
      const read = inverse[at]! + share[band]! * (inverse[at + 1]! - inverse[at]!);
      for (let to = 0; to < COEFFICIENTS; to++) {
        result[from * COEFFICIENTS + to]! += read * dct[band * COEFFICIENTS + to]!;
      }
    }
  }
  return result;
}

/** As `mfccStretch`, for rows that were divided by their deviations. */
export function normalisedStretch(stretch: number, { deviation }: FeatureStatistics): Float32Array {
  return mfccStretch(stretch).map((value, i) => {
    const [from, to] = [Math.floor(i / COEFFICIENTS), i % COEFFICIENTS];
    return (value * usableDeviation(deviation[from]!)) / usableDeviation(deviation[to]!);
  });
}

/** Every 40 values of `rows` times a 40 × 40 matrix, from the right; `rows.length` numbers. */
export function stretchedRows(rows: Float32Array, square: Float32Array): Float32Array {
  const data = new Float32Array(rows.length);
  for (let at = 0; at < data.length; at += COEFFICIENTS) {
    for (let from = 0; from < COEFFICIENTS; from++) {
      const value = rows[at + from]!;
      const row = from * COEFFICIENTS;
      for (let to = 0; to < COEFFICIENTS; to++) data[at + to]! += value * square[row + to]!;
    }
  }
  return data;
}
