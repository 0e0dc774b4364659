/**
 * From manifests to examples: features normalised as in live recognition, transcripts as unit numbers.
 * @module
 */
import { rowsOf } from '../base/matrix';
import { COEFFICIENTS, FRAMES_PER_STEP, STEP_SECONDS } from '../features/definition';
import { RunningMean, type FeatureStatistics } from '../features/running-mean';
import { encode } from '../text/alphabet';
import { stepsNeeded, type Example } from './batch';
import type { CachedRow } from './feature-cache';

/** What was left out, and why. */
export interface DatasetReport {
  readonly used: number;
  readonly hours: number;
  readonly tooLong: number;
  readonly tooShortForLabels: number;
  readonly withoutText: number;
}

/** Mean and deviation of each coefficient over all frames (one pass, 64-bit sums). */
export function featureStatistics(rows: readonly CachedRow[]): FeatureStatistics {
  const sums = new Float64Array(COEFFICIENTS);
  const squares = new Float64Array(COEFFICIENTS);
  let frames = 0;
  for (const { features } of rows) {
    frames += features.rows;
    for (let i = 0; i < features.data.length; i++) {
      const value = features.data[i]!;
      sums[i % COEFFICIENTS]! += value;
      squares[i % COEFFICIENTS]! += value * value;
    }
  }
  const mean = Float32Array.from(sums, (sum) => sum / frames);
  const deviation = Float32Array.from(squares, (square, i) =>
    Math.sqrt(Math.max(square / frames - (sums[i]! / frames) ** 2, 1e-6)),
  );
  return { mean, deviation };
}

/** Normalises the cached features in place and makes them examples. */
export function makeExamples(
  rows: readonly CachedRow[],
  statistics: FeatureStatistics,
  longestSeconds: number,
): { examples: (Example & { row: CachedRow })[]; report: DatasetReport } {
  const count = { tooLong: 0, tooShortForLabels: 0, withoutText: 0 };
  let seconds = 0;
  const running = new RunningMean(statistics);
  const examples = rows.flatMap((row) => {
    const labels = encode(row.normalised);
    const stepCount = Math.floor(row.features.rows / FRAMES_PER_STEP);
    if (row.seconds > longestSeconds) count.tooLong++;
    else if (labels.length === 0) count.withoutText++;
    else if (stepCount < stepsNeeded(labels)) count.tooShortForLabels++;
    else {
      running.reset();
      const frames = rowsOf(row.features, 0, stepCount * FRAMES_PER_STEP);
      for (let f = 0; f < frames.rows; f++) {
        running.normalise(frames.data.subarray(f * COEFFICIENTS, (f + 1) * COEFFICIENTS));
      }
      seconds += stepCount * STEP_SECONDS;
      return [{ row, steps: frames.data, stepCount, labels }];
    }
    return [];
  });
  return { examples, report: { used: examples.length, hours: seconds / 3600, ...count } };
}

/** Takes each corpus as often an epoch as `repeats` says (once if it says nothing). */
export function repeatCorpora<T extends { readonly row: CachedRow }>(
  examples: readonly T[],
  repeats: Readonly<Record<string, number>>,
): T[] {
  return examples.flatMap((e) => new Array<T>(repeats[e.row.corpus] ?? 1).fill(e));
}
