/**
 * Operations that layers beside the recurrent cells are made of: products of batches of matrices, permutations,
 * softmax, reductions that keep their axes, table look-up. Each checks its shapes and adds one node.
 * @module
 */
import type { GraphBuilder, Symbolic } from './graph-builder';
import { multiply, subtract } from './graph-operations';

function describe(x: Symbolic): string {
  return `${x.name} [${x.shape.join()}]`;
}

/** a · b for the last two axes, each transposed first if asked; the axes before them must be equal. */
export function batchMatMul(
  g: GraphBuilder,
  a: Symbolic,
  b: Symbolic,
  { transposeA = false, transposeB = false } = {},
): Symbolic {
  const fold = a.shape.slice(0, -2);
  const [m, k] = transposeA ? [a.shape.at(-1), a.shape.at(-2)] : [a.shape.at(-2), a.shape.at(-1)];
  const [l, n] = transposeB ? [b.shape.at(-1), b.shape.at(-2)] : [b.shape.at(-2), b.shape.at(-1)];
  const folds = b.shape.length === a.shape.length && fold.every((size, i) => size === b.shape[i]);
  if (m === undefined || n === undefined || k !== l || !folds) {
    throw new RangeError(
      `Cannot multiply batches of matrices as the shapes do not fit: ${describe(a)} and ${describe(b)}`,
    );
  }
  return g.add(
    'BatchMatMulV2',
    [a, b],
    { T: { type: a.dtype }, adj_x: { b: transposeA }, adj_y: { b: transposeB } },
    [{ shape: [...fold, m, n], dtype: a.dtype }],
  )[0]!;
}

/** The axes in another order: axis i of the result is axis `order[i]` of x. */
export function permute(g: GraphBuilder, x: Symbolic, order: readonly number[]): Symbolic {
  const whole = [...order].sort((a, b) => a - b).every((axis, i) => axis === i);
  if (order.length !== x.shape.length || !whole) {
    throw new RangeError(`Cannot permute ${describe(x)} as the order is ${order.join()}`);
  }
  return g.add(
    'Transpose',
    [x, g.constant(Int32Array.from(order))],
    { T: { type: x.dtype }, Tperm: { type: 'int32' } },
    [{ shape: order.map((axis) => x.shape[axis]!), dtype: x.dtype }],
  )[0]!;
}

/** Softmax over the last axis. */
export function softmax(g: GraphBuilder, x: Symbolic): Symbolic {
  return g.add('Softmax', [x], { T: { type: x.dtype } }, [x])[0]!;
}

/** Gradient through a softmax whose output is y: y ∘ (dy − Σ dy ∘ y). */
export function softmaxGradient(g: GraphBuilder, y: Symbolic, dy: Symbolic): Symbolic {
  const total = sumKeeping(g, multiply(g, dy, y), [y.shape.length - 1]);
  return multiply(g, y, subtract(g, dy, total));
}

/** max(x, 0). */
export function relu(g: GraphBuilder, x: Symbolic): Symbolic {
  return g.add('Relu', [x], { T: { type: x.dtype } }, [x])[0]!;
}

/** dy where the output y of a ReLU is positive, else 0. */
export function reluGradient(g: GraphBuilder, y: Symbolic, dy: Symbolic): Symbolic {
  return g.add('ReluGrad', [dy, y], { T: { type: y.dtype } }, [y])[0]!;
}

/** The smaller of a and the scalar b, value by value. */
export function minimum(g: GraphBuilder, a: Symbolic, b: Symbolic): Symbolic {
  if (b.shape.length > 0) throw new RangeError(`Cannot limit by ${describe(b)}: it is no scalar`);
  return g.add('Minimum', [a, b], { T: { type: a.dtype } }, [a])[0]!;
}

/** −1, 0 or 1. */
export function sign(g: GraphBuilder, x: Symbolic): Symbolic {
  return g.add('Sign', [x], { T: { type: x.dtype } }, [x])[0]!;
}

/** 1 / √x. */
export function reciprocalSquareRoot(g: GraphBuilder, x: Symbolic): Symbolic {
  return g.add('Rsqrt', [x], { T: { type: x.dtype } }, [x])[0]!;
}

function reduceKeeping(
  g: GraphBuilder,
  op: string,
  x: Symbolic,
  axes: readonly number[],
): Symbolic {
  return g.add(
    op,
    [x, g.constant(Int32Array.from(axes))],
    { T: { type: x.dtype }, Tidx: { type: 'int32' }, keep_dims: { b: true } },
    [{ shape: x.shape.map((size, i) => (axes.includes(i) ? 1 : size)), dtype: x.dtype }],
  )[0]!;
}

/** Mean over `axes`, which stay with size 1. */
export function meanKeeping(g: GraphBuilder, x: Symbolic, axes: readonly number[]): Symbolic {
  return reduceKeeping(g, 'Mean', x, axes);
}

/** Sum over `axes`, which stay with size 1. */
export function sumKeeping(g: GraphBuilder, x: Symbolic, axes: readonly number[]): Symbolic {
  return reduceKeeping(g, 'Sum', x, axes);
}

/** Rows of `table` [N, F] by `indices` (int32, any shape) → [...indices, F]. */
export function gather(g: GraphBuilder, table: Symbolic, indices: Symbolic): Symbolic {
  const [, width] = table.shape;
  if (table.shape.length !== 2 || indices.dtype !== 'int32') {
    throw new RangeError(`Cannot look up ${describe(indices)} in ${describe(table)}`);
  }
  return g.add(
    'GatherV2',
    [table, indices, g.constant(Int32Array.of(0), [])],
    {
      Tparams: { type: table.dtype },
      Tindices: { type: 'int32' },
      Taxis: { type: 'int32' },
      batch_dims: { i: 0 },
    },
    [{ shape: [...indices.shape, width!], dtype: table.dtype }],
  )[0]!;
}

/** Adds row i of `rows` [n, F] to row `indices[i]` of a table of `count` rows of zeros → [count, F]. */
export function scatterSum(
  g: GraphBuilder,
  rows: Symbolic,
  indices: Symbolic,
  count: number,
): Symbolic {
  if (rows.shape.length !== 2 || indices.shape[0] !== rows.shape[0]) {
    throw new RangeError(`Cannot add up ${describe(rows)} by ${describe(indices)}`);
  }
  return g.add(
    'UnsortedSegmentSum',
    [rows, indices, g.constant(Int32Array.of(count), [])],
    { T: { type: rows.dtype }, Tindices: { type: 'int32' }, Tnumsegments: { type: 'int32' } },
    [{ shape: [count, rows.shape[1]!], dtype: rows.dtype }],
  )[0]!;
}
