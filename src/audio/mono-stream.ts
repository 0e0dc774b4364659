/**
 * What every decoder of a format makes of a file: one channel at the file's own rate, a block at a time.
 * @module
 */
import type { FileBytes } from './file-bytes';

/** A recording whose header has been understood. */
export interface MonoStream {
  /** Samples a second. */
  readonly sampleRate: number;
  /** Samples in all at that rate, as far as the file says so; a hint, never to be relied on. */
  readonly length: number | undefined;
  /**
   * Decodes the same file, opened again. Blocks of any length as fractions (±1), the mean of the channels.
   * @param warn Takes what is wrong with the file but does not keep us from going on, without a full stop.
   */
  decode(file: FileBytes, warn: (warning: string) => void): AsyncIterable<Float32Array>;
}

/** The mean of channels of the same length; a single channel is returned as it is. */
export function meanOf(channels: readonly Float32Array[]): Float32Array {
  const [first] = channels;
  if (first === undefined) return new Float32Array(0);
  if (channels.length === 1) return first;
  const mean = first.slice();
  for (const channel of channels.slice(1)) {
    for (let i = 0; i < mean.length; i++) mean[i]! += channel[i]!;
  }
  for (let i = 0; i < mean.length; i++) mean[i]! /= channels.length;
  return mean;
}
