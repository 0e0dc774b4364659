/**
 * From log mel powers to the steps that the network takes, the same numbers as the front end of the recogniser: mean
 * normalisation commutes with the DCT, so it is done on the mel side, where masks belong, and the DCT comes last.
 * @module
 */
import { COEFFICIENTS, FRAMES_PER_STEP, MEL_BANDS } from '../features/definition';
import { dctMatrix } from '../features/mel-bank';
import { RunningMean, type FeatureStatistics } from '../features/running-mean';

/** Inverse of the DCT of the front end, coefficients × bands: its columns are orthogonal. */
function inverseDct(): Float32Array {
  const dct = dctMatrix();
  const inverse = new Float32Array(COEFFICIENTS * MEL_BANDS);
  for (let k = 0; k < COEFFICIENTS; k++) {
    const square = (k === 0 ? 4 : 2) * MEL_BANDS;
    for (let band = 0; band < MEL_BANDS; band++) {
      inverse[k * MEL_BANDS + band] = dct[band * COEFFICIENTS + k]! / square;
    }
  }
  return inverse;
}

/** rows · matrix for square matrices of 40, in place. */
function transform(rows: Float32Array, square: Float32Array): void {
  const sums = new Float32Array(COEFFICIENTS);
  for (let at = 0; at < rows.length; at += COEFFICIENTS) {
    sums.fill(0);
    for (let i = 0; i < COEFFICIENTS; i++) {
      const value = rows[at + i]!;
      if (value === 0) continue;
      const row = i * COEFFICIENTS;
      for (let j = 0; j < COEFFICIENTS; j++) sums[j]! += value * square[row + j]!;
    }
    rows.set(sums, at);
  }
}

/** Turns MFCC, not normalised, back into log mel powers; in place. */
export function toLogMel(mfcc: Float32Array): void {
  transform(mfcc, inverseDct());
}

/** Normalises recordings; holds nothing of them. */
export class MelFrontEnd {
  private readonly dct = dctMatrix();
  private readonly melStatistics: FeatureStatistics;

  constructor(private readonly statistics: FeatureStatistics) {
    const mean = statistics.mean.slice();
    toLogMel(mean);
    this.melStatistics = { mean, deviation: new Float32Array(MEL_BANDS).fill(1) };
  }

  /**
   * @param mel Frames × 40 log mel powers; overwritten.
   * @param masks What happens between mean and DCT, if anything.
   * @returns Whole steps of normalised MFCC: a view of `mel`.
   */
  steps(mel: Float32Array, masks?: (centred: Float32Array) => void): Float32Array {
    const running = new RunningMean(this.melStatistics);
    for (let at = 0; at < mel.length; at += MEL_BANDS) {
      running.normalise(mel.subarray(at, at + MEL_BANDS));
    }
    masks?.(mel);
    transform(mel, this.dct);
    const { deviation } = this.statistics;
    for (let i = 0; i < mel.length; i++) mel[i]! /= deviation[i % COEFFICIENTS]!;
    const perStep = FRAMES_PER_STEP * COEFFICIENTS;
    return mel.subarray(0, Math.floor(mel.length / perStep) * perStep);
  }
}
