/**
 * A walk through time whose steps are turns of a loop inside the graph. All else is as with steps that are written out: the
 * cell's step, and products of all steps before and behind the walk. What that is worth: docs/engine.md, "What moves the
 * speed".
 * @module
 */
import { emptyArray, readArray, stackArray, unstackArray, writeArray } from '../tensor/graph-array';
import type { Symbolic } from '../tensor/graph-builder';
import { repeat } from '../tensor/graph-loop';
import { reshape, subtract } from '../tensor/graph-operations';
import { unrolled, type TimeWalk } from './time-walk';

function turnsOf(rows: Symbolic, stepsPerTurn: number): number {
  const turns = rows.shape[0]! / stepsPerTurn;
  if (!Number.isInteger(turns)) {
    throw new RangeError(
      `Cannot walk ${rows.shape[0]} steps in a loop as its turns have ${stepsPerTurn} steps each`,
    );
  }
  return turns;
}

/**
 * A loop whose turns are `stepsPerTurn` steps each, written out. It takes blocks of a multiple of them; the two directions
 * of a layer are two loops, which run beside each other.
 */
export function loopWalk(stepsPerTurn = 1): TimeWalk {
  return (g, { direction, rows, first, keeps, step }) => {
    const turns = turnsOf(rows[0]!, stepsPerTurn);
    const read = rows.map((all) => {
      const [, ...shape] = all.shape;
      return unstackArray(g, reshape(g, all, [turns, stepsPerTurn, ...shape]));
    });
    const written = keeps.map((shape) => emptyArray(g, turns, [stepsPerTurn, ...shape]));
    const initial = [...first, ...written.map(({ flow }) => flow)];
    const last = g.constant(Int32Array.of(turns - 1), []);
    const after = repeat(g, turns, initial, (turn, values) => {
      const at = direction === 'forward' ? turn : subtract(g, last, turn);
      const now = unrolled(g, {
        direction,
        rows: read.map((array) => readArray(g, array, at)),
        first: values.slice(0, first.length),
        keeps,
        step,
      });
      const flows = written.map((array, i) => {
        const flow = values[first.length + i]!;
        return writeArray(g, { ...array, flow }, at, now.kept[i]!).flow;
      });
      return [...now.carried, ...flows];
    });
    const kept = written.map((array, i) => {
      const flow = after[first.length + i]!;
      const all = stackArray(g, { ...array, flow });
      return reshape(g, all, [turns * stepsPerTurn, ...all.shape.slice(2)]);
    });
    return { carried: after.slice(0, first.length), kept };
  };
}
