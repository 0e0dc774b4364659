/**
 * Joins three 10 ms frames to one 30 ms step.
 * @module
 */
import { COEFFICIENTS, FRAMES_PER_STEP, STEP_SIZE } from './definition';

/** Collects frames of one utterance; an incomplete step at its end is never given out. */
export class StepStacker {
  private row = new Float32Array(STEP_SIZE);
  private frames = 0;

  /** Copies a frame of `COEFFICIENTS` values in; returns the step that it completes, if any. */
  accept(frame: Float32Array): Float32Array | undefined {
    this.row.set(frame, this.frames * COEFFICIENTS);
    this.frames += 1;
    if (this.frames < FRAMES_PER_STEP) return undefined;
    const complete = this.row;
    this.row = new Float32Array(STEP_SIZE);
    this.frames = 0;
    return complete;
  }

  /** Forgets the frames of an incomplete step. */
  reset(): void {
    this.frames = 0;
  }
}
