/**
 * From log mel powers to the steps that the network takes, the same numbers as the front end of the recogniser: mean
 * normalisation commutes with the DCT, so it is done on the mel side, where masks belong, and the DCT comes last.
 * @module
 */
import { COEFFICIENTS, FRAMES_PER_STEP, MEL_BANDS } from '../features/definition';
import { dctMatrix } from '../features/mel-bank';
import { inverseDct } from '../features/stretch';
import { RunningMean, type FeatureStatistics } from '../features/running-mean';
import type { Tensorflow } from '../tensor/backend';

/** rows · matrix, for rows of 40 and a matrix of 40 × 40: one native product, since plain loops are far slower. */
function transform(tf: Tensorflow, rows: Float32Array, square: Float32Array): Float32Array {
  const product = tf.tidy(() =>
    tf.matMul(
      tf.tensor2d(rows, [rows.length / COEFFICIENTS, COEFFICIENTS]),
      tf.tensor2d(square, [COEFFICIENTS, COEFFICIENTS]),
    ),
  );
  const values = product.dataSync() as Float32Array;
  product.dispose();
  return values;
}

/** Turns MFCC, not normalised, back into log mel powers; in place. */
export function toLogMel(tf: Tensorflow, mfcc: Float32Array): void {
  if (mfcc.length > 0) mfcc.set(transform(tf, mfcc.slice(), inverseDct()));
}

/** Normalises recordings; holds nothing of them. */
export class MelFrontEnd {
  /** The DCT, and the division by the deviations behind it. */
  private readonly scaledDct: Float32Array;
  private readonly melStatistics: FeatureStatistics;

  constructor(
    private readonly tf: Tensorflow,
    statistics: FeatureStatistics,
  ) {
    this.scaledDct = dctMatrix().map((value, i) => value / statistics.deviation[i % COEFFICIENTS]!);
    const mean = statistics.mean.slice();
    toLogMel(tf, mean);
    this.melStatistics = { mean, deviation: new Float32Array(MEL_BANDS).fill(1) };
  }

  /**
   * Whole steps of normalised MFCC for each recording.
   * @param mels Frames × 40 log mel powers each; they stay as they are.
   * @param masks What happens to each between mean and DCT, if anything.
   */
  steps(mels: readonly Float32Array[], masks?: (centred: Float32Array) => void): Float32Array[] {
    const perStep = FRAMES_PER_STEP * COEFFICIENTS;
    const sizes = mels.map((mel) => Math.floor(mel.length / perStep) * perStep);
    const all = new Float32Array(sizes.reduce((a, b) => a + b, 0));
    let at = 0;
    for (const [i, mel] of mels.entries()) {
      const centred = all.subarray(at, (at += sizes[i]!));
      centred.set(mel.subarray(0, sizes[i]));
      const running = new RunningMean(this.melStatistics);
      for (let frame = 0; frame < centred.length; frame += MEL_BANDS) {
        running.normalise(centred.subarray(frame, frame + MEL_BANDS));
      }
      masks?.(centred);
    }
    if (all.length === 0) return mels.map(() => new Float32Array(0));
    const result = transform(this.tf, all, this.scaledDct);
    at = 0;
    return sizes.map((size) => result.subarray(at, (at += size)));
  }
}
