/**
 * Loops inside a graph, by the nodes that TensorFlow's executor itself turns in circles with (control flow v1): values
 * enter a frame, a Merge takes them from there or from the turn before, a Switch lets them on or out, and NextIteration
 * brings them back. Source: "Implementation of Control Flow in TensorFlow", 2017.
 * @module
 */
import type { GraphBuilder, LoopFrame, Symbolic } from './graph-builder';
import { add } from './graph-operations';

/** One turn: from its number (int32, from 0) and the values of the turn before to those of the next. */
export type LoopBody = (turn: Symbolic, values: readonly Symbolic[]) => readonly Symbolic[];

/** Refuses values that the next turn could not start from. */
function check(name: string, before: readonly Symbolic[], after: readonly Symbolic[]): void {
  const described = (values: readonly Symbolic[]): string =>
    values.map(({ dtype, shape }) => `${dtype} [${shape.join()}]`).join(', ');
  if (described(before) !== described(after)) {
    throw new RangeError(
      `Cannot build loop ${name} as a turn must return what it starts from, ${described(before)}: it returns ${described(after)}`,
    );
  }
}

const BOOLEAN = { shape: [], dtype: 'bool' } as const;

/** The value that came last; its second source, the turn before, is added when it is there. */
function merge(g: GraphBuilder, entered: Symbolic): Symbolic {
  const attributes = { T: { type: entered.dtype }, N: { i: 2 } };
  return g.add('Merge', [entered], attributes, [entered, { shape: [], dtype: 'int32' }])[0]!;
}

/** `value` on its way into the body if `goesOn`, else out of the loop. */
function choose(
  g: GraphBuilder,
  value: Symbolic,
  goesOn: Symbolic,
): { out: Symbolic; on: Symbolic } {
  const outputs = [value, value];
  const [out, on] = g.add('Switch', [value, goesOn], { T: { type: value.dtype } }, outputs);
  return { out: out!, on: on! };
}

/**
 * Adds a loop. The body may use any value of the graph around it; loops that do not need each other run beside each
 * other.
 * @param turns A whole number; none: the values come out as they went in.
 * @param initial What the first turn starts from.
 * @returns The values behind the last turn.
 * @throws RangeError for another number of turns, if a turn returns other shapes or element types than it starts from, and
 * inside another loop.
 */
export function repeat(
  g: GraphBuilder,
  turns: number,
  initial: readonly Symbolic[],
  body: LoopBody,
): Symbolic[] {
  if (!Number.isSafeInteger(turns) || turns < 0) {
    throw new RangeError(
      `Cannot build a loop as its turns must be a whole number: current number is ${turns}`,
    );
  }
  const loop: LoopFrame = { name: `loop_${g.size}`, entered: new Map() };
  const start = [g.constant(Int32Array.of(0), []), ...initial];
  const left = g.body(loop, () => {
    const merged = start.map((value) => merge(g, g.enter(loop, value, false)));
    const [turn] = merged as [Symbolic];
    const limit = g.constant(Int32Array.of(turns), []);
    const [less] = g.add('Less', [turn, limit], { T: { type: 'int32' } }, [BOOLEAN]);
    const [goesOn] = g.add('LoopCond', [less!], {}, [BOOLEAN]);
    const switched = merged.map((value) => choose(g, value, goesOn!));
    const [now, ...values] = switched.map(({ on }) => on) as [Symbolic, ...Symbolic[]];
    const after = body(now, values);
    check(loop.name, initial, after);
    const next = [add(g, now, g.constant(Int32Array.of(1), [])), ...after];
    next.forEach((value, i) => {
      const [back] = g.add('NextIteration', [value], { T: { type: value.dtype } }, [value]);
      g.feedBack(merged[i]!, back!);
    });
    return switched.map(({ out }) => out);
  });
  return left.slice(1).map((value) => g.leave(value));
}
