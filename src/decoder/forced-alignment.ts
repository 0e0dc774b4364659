/**
 * When each unit of a known text was said: the best CTC path that spells it (Viterbi).
 * A beam search knows the most probable text, summed over all paths, but no times: those are a path's.
 * @module
 */
import { BugError } from '../base/errors';
import type { Matrix } from '../base/matrix';
import type { DecodedUnits } from './greedy';

/** Moves into a state: from itself, from the state before it, or over a blank between two different units. */
const STAY = 0;
const STEP = 1;
const SKIP = 2;

/**
 * Aligns `units` with T × classes log posteriors (the blank is the last class).
 * @throws BugError if no path of T steps can spell the units.
 */
export function alignUnits(logPosteriors: Matrix, units: readonly number[]): DecodedUnits {
  const moves = bestMoves(logPosteriors, units);
  const starts = units.map(() => 0);
  const ends = units.map(() => 0);
  const peaks = units.map(() => -Infinity);
  // States are blank, unit 0, blank, unit 1, …, blank: odd ones are units.
  let state = moves.lastState;
  for (let step = logPosteriors.rows - 1; step >= 0; step--) {
    if (state % 2 === 1) {
      const index = (state - 1) / 2;
      const unit = units[index] ?? 0;
      const logPosterior = logPosteriors.data[step * logPosteriors.columns + unit] ?? -Infinity;
      peaks[index] = Math.max(peaks[index] ?? -Infinity, logPosterior);
      if (ends[index] === 0) ends[index] = step + 1;
      starts[index] = step;
    }
    state -= moves.table[step * moves.states + state] ?? STAY;
  }
  return { units, starts, ends, logPosteriors: peaks, logProbability: moves.logProbability };
}

interface Moves {
  readonly states: number;
  /** steps × states: the move that led best into a state. */
  readonly table: Uint8Array;
  readonly lastState: number;
  readonly logProbability: number;
}

function bestMoves({ rows, columns, data }: Matrix, units: readonly number[]): Moves {
  const blank = columns - 1;
  const states = 2 * units.length + 1;
  const classes = Array.from({ length: states }, (_, s) =>
    s % 2 === 0 ? blank : (units[(s - 1) / 2] ?? blank),
  );
  const canSkip = classes.map((unit, s) => s % 2 === 1 && unit !== classes[s - 2]);
  const table = new Uint8Array(rows * states);
  // Before the first step the path stands on the first blank, from where it may also go to the first unit.
  let scores = new Float64Array(states).fill(-Infinity);
  scores[0] = 0;
  for (let step = 0; step < rows; step++) {
    const next = new Float64Array(states);
    for (const [s, unit] of classes.entries()) {
      let best = at(scores, s);
      let move = STAY;
      if (at(scores, s - 1) > best) {
        best = at(scores, s - 1);
        move = STEP;
      }
      if (canSkip[s] === true && at(scores, s - 2) > best) {
        best = at(scores, s - 2);
        move = SKIP;
      }
      table[step * states + s] = move;
      next[s] = best + at(data, step * columns + unit);
    }
    scores = next;
  }
  const lastState = at(scores, states - 2) > at(scores, states - 1) ? states - 2 : states - 1;
  const logProbability = at(scores, lastState);
  if (logProbability === -Infinity) {
    throw new BugError(`Cannot align ${units.length} units as they must fit into ${rows} steps`);
  }
  return { states, table, lastState, logProbability };
}

/** Log probability at an index; outside of the array nothing is possible. */
function at(values: Float32Array | Float64Array, index: number): number {
  return values[index] ?? -Infinity;
}
