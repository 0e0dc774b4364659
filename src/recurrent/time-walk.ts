/**
 * How a graph goes through time: every step written out one behind the other, or in a loop (loop-walk.ts).
 * A cell says what one step does. S steps.
 * @module
 */
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';
import { walk, type Direction } from './cell';

/** What comes of one step. */
export interface Step {
  /** What the next step starts from. */
  readonly carried: readonly Symbolic[];
  /** What is kept of this one. */
  readonly kept: readonly Symbolic[];
}

/** What is walked. */
export interface Walk {
  /** Up through time or down. */
  readonly direction: Direction;
  /** [S, …] each: a step gets its row of every one. */
  readonly rows: readonly Symbolic[];
  /** What the first step starts from. */
  readonly first: readonly Symbolic[];
  /** Shapes of what is kept of a step, which a loop must know before its first. */
  readonly keeps: readonly (readonly number[])[];
  readonly step: (rows: readonly Symbolic[], carried: readonly Symbolic[]) => Step;
}

/** Adds all steps to a graph; gives what the last one carries, and what was kept, [S, …] each in the order of time. */
export type TimeWalk = (g: GraphBuilder, walk: Walk) => { carried: Symbolic[]; kept: Symbolic[] };

/** Step after step, each with nodes of its own. */
export const unrolled: TimeWalk = (g, { direction, rows, first, keeps, step }) => {
  const at = rows.map((all) => op.unstack(g, all));
  const steps = rows[0]!.shape[0]!;
  const kept = new Array<readonly Symbolic[]>(steps);
  let carried = first;
  for (const t of walk(direction, steps)) {
    const made = step(
      at.map((row) => row[t]!),
      carried,
    );
    kept[t] = made.kept;
    carried = made.carried;
  }
  const stacked = keeps.map((_, i) => {
    const all = kept.map((one) => one[i]!);
    return op.stack(g, all);
  });
  return { carried: [...carried], kept: stacked };
};
