/**
 * The one definition of what the acoustic model hears (MFCC after Meyda): every number of the front end.
 * @module
 */

export const SAMPLE_RATE = 16000;
/** 25 ms. */
export const WINDOW_SAMPLES = 400;
/** 10 ms. */
export const SHIFT_SAMPLES = 160;
/** Meyda takes powers of two only: the window is zero-padded to this. */
export const FFT_SIZE = 512;
export const MEL_BANDS = 40;
/** As many coefficients as bands, so that the DCT loses nothing. */
export const COEFFICIENTS = 40;
/** y[n] = x[n] − 0.97 x[n−1] over the running signal (x[−1] = 0), before framing. */
export const PRE_EMPHASIS = 0.97;
/** Three 10 ms frames make one 30 ms step of the network. */
export const FRAMES_PER_STEP = 3;
export const STEP_SAMPLES = SHIFT_SAMPLES * FRAMES_PER_STEP;
export const STEP_SECONDS = STEP_SAMPLES / SAMPLE_RATE;
export const STEP_SIZE = COEFFICIENTS * FRAMES_PER_STEP;
/** The running mean starts as if this many average frames had been heard (1 s). */
export const MEAN_PRIOR_FRAMES = 100;
/** … and forgets with this window (6 s), so that a new speaker or room is followed. */
export const MEAN_WINDOW_FRAMES = 600;

/** Periodic Hann window of `WINDOW_SAMPLES` values: 0.5 − 0.5 cos(2πn / N). */
export function hannWindow(): Float32Array {
  return Float32Array.from(
    { length: WINDOW_SAMPLES },
    (_, n) => (1 - Math.cos((2 * Math.PI * n) / WINDOW_SAMPLES)) / 2,
  );
}

/** Whole frames in `samples` samples. */
export function frameCount(samples: number): number {
  return samples < WINDOW_SAMPLES ? 0 : Math.floor((samples - WINDOW_SAMPLES) / SHIFT_SAMPLES) + 1;
}
