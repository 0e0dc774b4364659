/**
 * Loudness of a stretch of samples, for the level meter and to notice a muted microphone.
 * @module
 */
import { FULL_SCALE } from './sampling';

/** What digital silence counts as, dBFS: just below the quietest 16-bit sound, and a number that can be drawn. */
export const SILENCE_DBFS = -100;

/** In dBFS: 0 is full scale, {@link SILENCE_DBFS} is nothing at all. */
export interface Level {
  /** Of the mean power. */
  readonly rms: number;
  /** Of the largest sample. */
  readonly peak: number;
}

/** The level of `samples`; no samples are silence. */
export function levelOf(samples: Int16Array): Level {
  let power = 0;
  let largest = 0;
  for (const sample of samples) {
    power += sample * sample;
    largest = Math.max(largest, Math.abs(sample));
  }
  return { rms: decibels(Math.sqrt(power / Math.max(1, samples.length))), peak: decibels(largest) };
}

/** An amplitude in 16-bit units as dBFS. */
function decibels(amplitude: number): number {
  return Math.max(SILENCE_DBFS, 20 * Math.log10(amplitude / FULL_SCALE));
}
