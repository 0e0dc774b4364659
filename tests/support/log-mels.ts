/**
 * Log mel powers of samples, as training has them.
 * @module
 */
import { BatchMfcc } from '../../src/features/batch-mfcc';
import { loadTensorflow } from '../../src/tensor/backend';
import { toLogMel } from '../../src/training/mel-front-end';

/** Frames × 40 of 16 kHz samples in 16-bit scale, which are rounded. */
export async function logMels(samples: ArrayLike<number>): Promise<Float32Array> {
  const tf = await loadTensorflow();
  const mfcc = new BatchMfcc(tf);
  const { data } = mfcc.extract(Int16Array.from(samples, (value) => Math.round(value)));
  mfcc.close();
  toLogMel(tf, data);
  return data;
}

/** Mean over time of each of 40 bands. */
export function bandMeans(mel: Float32Array): number[] {
  const means = new Array<number>(40).fill(0);
  for (let i = 0; i < mel.length; i++) means[i % 40]! += (40 * mel[i]!) / mel.length;
  return means;
}
