/**
 * From samples to the rows that the network takes: MFCC, running mean, three frames a step.
 * @module
 */
import { matrix, type Matrix } from '../base/matrix';
import { FRAMES_PER_STEP, STEP_SIZE } from '../features/definition';
import { LiveMfcc } from '../features/live-mfcc';
import { RunningMean, type FeatureStatistics } from '../features/running-mean';
import { StepStacker } from '../features/step-stacker';

/** The front end of one utterance: all its state is in here. */
export class FrontEnd {
  private readonly mfcc = new LiveMfcc();
  private readonly mean: RunningMean;
  private readonly stacker = new StepStacker();

  constructor(statistics: FeatureStatistics) {
    this.mean = new RunningMean(statistics);
  }

  /**
   * @param samples Any count of 16 kHz mono samples that follow the last.
   * @returns The step rows (`STEP_SIZE` values each, normalised) that these complete.
   */
  accept(samples: Int16Array): Float32Array[] {
    const rows: Float32Array[] = [];
    for (const frame of this.mfcc.accept(samples)) {
      this.mean.normalise(frame);
      const row = this.stacker.accept(frame);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }
}

/** Copies rows `start` to `end` (exclusive) into one (end − start) × `STEP_SIZE` matrix. */
export function stepMatrix(rows: readonly Float32Array[], start: number, end: number): Matrix {
  const data = new Float32Array((end - start) * STEP_SIZE);
  rows.slice(start, end).forEach((row, i) => {
    data.set(row, i * STEP_SIZE);
  });
  return matrix(end - start, STEP_SIZE, data);
}

/**
 * The same for the MFCC of a whole recording: normalised in place and joined to steps without a copy.
 * @param frames Frames × `COEFFICIENTS`, not normalised; consumed.
 */
export function stepsOfFrames(frames: Matrix, statistics: FeatureStatistics): Matrix {
  const mean = new RunningMean(statistics);
  for (let row = 0; row < frames.rows; row++) {
    mean.normalise(frames.data.subarray(row * frames.columns, (row + 1) * frames.columns));
  }
  const steps = Math.floor(frames.rows / FRAMES_PER_STEP);
  return matrix(steps, STEP_SIZE, frames.data.subarray(0, steps * STEP_SIZE));
}
