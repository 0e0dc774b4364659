/**
 * Greedy (best path) CTC decoding: the best class of every step, without repeats and blanks.
 * Source: Graves et al. 2006, "Connectionist Temporal Classification", section 3.2.
 * @module
 */
import type { Matrix } from '../base/matrix';

/** Units found in posteriors, with the steps that they cover. Step numbers count from the first posterior. */
export interface DecodedUnits {
  /** Indices into the alphabet. */
  readonly units: readonly number[];
  /** First step of each unit. */
  readonly starts: readonly number[];
  /** Step after the last one of each unit. */
  readonly ends: readonly number[];
  /** Highest log posterior of each unit in the steps that it covers. */
  readonly logPosteriors: readonly number[];
  /** Natural logarithm of the probability of what was followed: a path (greedy) or a text (beam). */
  readonly logProbability: number;
}

/** Everything that goes from one call of {@link greedyAdvance} to the next; a plain value. */
export interface GreedyState extends DecodedUnits {
  /** Steps seen. */
  readonly steps: number;
  /** Class of the last step; the blank before the first. */
  readonly lastClass: number;
}

/** The state before the first step. */
export function greedyStart(): GreedyState {
  return {
    units: [],
    starts: [],
    ends: [],
    logPosteriors: [],
    logProbability: 0,
    steps: 0,
    lastClass: -1,
  };
}

/** Index of the largest value of a row. */
export function bestClass(m: Matrix, row: number): number {
  const first = row * m.columns;
  let best = 0;
  for (let c = 1; c < m.columns; c++) {
    if (m.data[first + c]! > m.data[first + best]!) best = c;
  }
  return best;
}

/** Goes on over the next T × classes log posteriors (the blank is the last class); `state` stays as it is. */
export function greedyAdvance(state: GreedyState, logPosteriors: Matrix): GreedyState {
  const blank = logPosteriors.columns - 1;
  const units = [...state.units];
  const starts = [...state.starts];
  const ends = [...state.ends];
  const peaks = [...state.logPosteriors];
  let { lastClass, logProbability } = state;
  for (let row = 0; row < logPosteriors.rows; row++) {
    const step = state.steps + row;
    const unit = bestClass(logPosteriors, row);
    const logPosterior = logPosteriors.data[row * logPosteriors.columns + unit]!;
    logProbability += logPosterior;
    if (unit !== blank && unit === lastClass) {
      const last = units.length - 1;
      ends[last] = step + 1;
      peaks[last] = Math.max(peaks[last]!, logPosterior);
    } else if (unit !== blank) {
      units.push(unit);
      starts.push(step);
      ends.push(step + 1);
      peaks.push(logPosterior);
    }
    lastClass = unit;
  }
  return {
    units,
    starts,
    ends,
    logPosteriors: peaks,
    logProbability,
    steps: state.steps + logPosteriors.rows,
    lastClass,
  };
}

/** Decodes T × classes log posteriors at once. */
export function greedyDecode(logPosteriors: Matrix): DecodedUnits {
  return greedyAdvance(greedyStart(), logPosteriors);
}
