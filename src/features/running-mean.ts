/**
 * Mean normalisation that needs no future: a running mean that starts from the training data's.
 * @module
 */
import { MEAN_PRIOR_FRAMES, MEAN_WINDOW_FRAMES } from './definition';

/** Mean and deviation of each coefficient over the training data; both `COEFFICIENTS` long. */
export interface FeatureStatistics {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** Deviations below this would blow rounding errors up. */
const SMALLEST_DEVIATION = 1e-3;

/** What coefficients are divided by. */
export function usableDeviation(deviation: number): number {
  return Math.max(SMALLEST_DEVIATION, deviation);
}

/** Per utterance; frames must come in order. */
export class RunningMean {
  private readonly mean: Float64Array;
  private readonly scale: Float64Array;
  private frames = MEAN_PRIOR_FRAMES;

  constructor(private readonly statistics: FeatureStatistics) {
    this.mean = Float64Array.from(statistics.mean);
    this.scale = Float64Array.from(
      statistics.deviation,
      (deviation) => 1 / usableDeviation(deviation),
    );
  }

  /** (frame − mean so far, with this frame) / deviation, in place. */
  normalise(frame: Float32Array): void {
    this.frames = Math.min(this.frames + 1, MEAN_WINDOW_FRAMES);
    for (let i = 0; i < frame.length; i++) {
      this.mean[i]! += (frame[i]! - this.mean[i]!) / this.frames;
      frame[i] = (frame[i]! - this.mean[i]!) * this.scale[i]!;
    }
  }

  /** Forgets what was heard. */
  reset(): void {
    this.mean.set(this.statistics.mean);
    this.frames = MEAN_PRIOR_FRAMES;
  }
}
