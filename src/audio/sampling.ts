/**
 * How sound is written down everywhere behind this folder: 16 kHz, one channel, 16-bit whole numbers.
 * @module
 */

/** Samples a second of everything that leaves this folder. */
export const SAMPLE_RATE = 16_000;

/** What full scale, ±1 as a fraction, is in 16-bit samples. */
export const FULL_SCALE = 32_768;

/** Fractions (±1) as 16-bit samples: rounded, clipped, and silence where a value is no number. */
export function toInt16(fractions: Float32Array): Int16Array {
  const samples = new Int16Array(fractions.length);
  for (let i = 0; i < fractions.length; i++) {
    const scaled = Math.round(fractions[i]! * FULL_SCALE);
    samples[i] = scaled > 32_767 ? 32_767 : scaled < -32_768 ? -32_768 : scaled;
  }
  return samples;
}
