/**
 * The operations that our graphs are made of: each checks its shapes and adds one node.
 * @module
 */
import type { GraphBuilder, Symbolic } from './graph-builder';

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

function refuse(action: string, ...values: readonly Symbolic[]): never {
  const shapes = values.map((v) => `${v.name} [${v.shape.join()}]`).join(' and ');
  throw new RangeError(`Cannot ${action} as the shapes do not fit: ${shapes}`);
}

/** NumPy's broadcasting rule. */
function broadcast(action: string, a: Symbolic, b: Symbolic): number[] {
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, i) => {
    const m = a.shape[a.shape.length - rank + i] ?? 1;
    const n = b.shape[b.shape.length - rank + i] ?? 1;
    if (m !== n && m !== 1 && n !== 1) refuse(action, a, b);
    // Not the larger of both: a size that is known only later is −1.
    return m === 1 ? n : m;
  });
}

function binary(g: GraphBuilder, op: string, a: Symbolic, b: Symbolic): Symbolic {
  if (a.dtype !== b.dtype) refuse(`${op} ${a.dtype} and ${b.dtype}`, a, b);
  return g.add(op, [a, b], { T: { type: a.dtype } }, [
    { shape: broadcast(op, a, b), dtype: a.dtype },
  ])[0]!;
}

function unary(g: GraphBuilder, op: string, x: Symbolic): Symbolic {
  return g.add(op, [x], { T: { type: x.dtype } }, [x])[0]!;
}

export const add = (g: GraphBuilder, a: Symbolic, b: Symbolic): Symbolic =>
  binary(g, 'AddV2', a, b);
export const subtract = (g: GraphBuilder, a: Symbolic, b: Symbolic): Symbolic =>
  binary(g, 'Sub', a, b);
export const multiply = (g: GraphBuilder, a: Symbolic, b: Symbolic): Symbolic =>
  binary(g, 'Mul', a, b);
export const divide = (g: GraphBuilder, a: Symbolic, b: Symbolic): Symbolic =>
  binary(g, 'RealDiv', a, b);
export const maximum = (g: GraphBuilder, a: Symbolic, b: Symbolic): Symbolic =>
  binary(g, 'Maximum', a, b);
export const sigmoid = (g: GraphBuilder, x: Symbolic): Symbolic => unary(g, 'Sigmoid', x);
export const tanh = (g: GraphBuilder, x: Symbolic): Symbolic => unary(g, 'Tanh', x);
export const squareRoot = (g: GraphBuilder, x: Symbolic): Symbolic => unary(g, 'Sqrt', x);
export const onesLike = (g: GraphBuilder, x: Symbolic): Symbolic => unary(g, 'OnesLike', x);
export const logarithm = (g: GraphBuilder, x: Symbolic): Symbolic => unary(g, 'Log', x);
export const square = (g: GraphBuilder, x: Symbolic): Symbolic => unary(g, 'Square', x);

/** y · (1 − y) · dy, the gradient through a sigmoid whose output is y. */
export function sigmoidGradient(g: GraphBuilder, y: Symbolic, dy: Symbolic): Symbolic {
  return binary(g, 'SigmoidGrad', y, dy);
}

/** (1 − y²) · dy, the gradient through a tanh whose output is y. */
export function tanhGradient(g: GraphBuilder, y: Symbolic, dy: Symbolic): Symbolic {
  return binary(g, 'TanhGrad', y, dy);
}

/** The scalar `value`. */
export function scalar(g: GraphBuilder, value: number): Symbolic {
  return g.constant(new Float32Array([value]), []);
}

/** Sum of several tensors of one shape in one pass over memory. */
export function addAll(g: GraphBuilder, values: readonly Symbolic[]): Symbolic {
  const first = values[0]!;
  for (const v of values) if (!same(v.shape, first.shape)) refuse('add', first, v);
  return g.add('AddN', values, { T: { type: first.dtype }, N: { i: values.length } }, [first])[0]!;
}

/** a · b for matrices, each transposed first if asked; the factors are rounded as the graph's `products` says. */
export function matMul(
  g: GraphBuilder,
  a: Symbolic,
  b: Symbolic,
  { transposeA = false, transposeB = false } = {},
): Symbolic {
  if (a.shape.length !== 2 || b.shape.length !== 2) refuse('multiply matrices', a, b);
  const [m, k] = transposeA ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
  const [l, n] = transposeB ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
  if (k !== l) refuse('multiply matrices', a, b);
  const type = g.products;
  const [product] = g.add(
    'MatMul',
    [g.forProduct(a), g.forProduct(b)],
    { T: { type }, transpose_a: { b: transposeA }, transpose_b: { b: transposeB } },
    [{ shape: [m, n], dtype: type }],
  );
  return type === 'float32' ? product! : cast(g, product!, 'float32');
}

/** x + bias along the last axis. */
export function addBias(g: GraphBuilder, x: Symbolic, bias: Symbolic): Symbolic {
  if (bias.shape.length !== 1 || x.shape.at(-1) !== bias.shape[0]) refuse('add a bias', x, bias);
  return g.add('BiasAdd', [x, bias], { T: { type: x.dtype } }, [x])[0]!;
}

/** The same values in another shape. */
export function reshape(g: GraphBuilder, x: Symbolic, shape: readonly number[]): Symbolic {
  const product = (s: readonly number[]): number => s.reduce((a, b) => a * b, 1);
  if (product(shape) !== product(x.shape)) refuse(`reshape to [${shape.join()}]`, x);
  return g.add(
    'Reshape',
    [x, g.constant(Int32Array.from(shape))],
    { T: { type: x.dtype }, Tshape: { type: 'int32' } },
    [{ shape, dtype: x.dtype }],
  )[0]!;
}

/** `parts` equal pieces along `axis`. */
export function split(g: GraphBuilder, x: Symbolic, parts: number, axis: number): Symbolic[] {
  const size = x.shape[axis] ?? 0;
  if (size % parts !== 0) refuse(`split axis ${axis} in ${parts}`, x);
  const shape = x.shape.map((s, i) => (i === axis ? s / parts : s));
  return g.add(
    'Split',
    [g.constant(Int32Array.of(axis), []), x],
    { T: { type: x.dtype }, num_split: { i: parts } },
    Array.from({ length: parts }, () => ({ shape, dtype: x.dtype })),
  );
}

/** Pieces of the given sizes along `axis`. */
export function splitSizes(
  g: GraphBuilder,
  x: Symbolic,
  sizes: readonly number[],
  axis: number,
): Symbolic[] {
  if (sizes.reduce((a, b) => a + b, 0) !== x.shape[axis]) refuse(`split into ${sizes.join()}`, x);
  return g.add(
    'SplitV',
    [x, g.constant(Int32Array.from(sizes)), g.constant(Int32Array.of(axis), [])],
    { T: { type: x.dtype }, Tlen: { type: 'int32' }, num_split: { i: sizes.length } },
    sizes.map((size) => ({
      shape: x.shape.map((s, i) => (i === axis ? size : s)),
      dtype: x.dtype,
    })),
  );
}

/** [n, …] → n tensors […]. */
export function unstack(g: GraphBuilder, x: Symbolic): Symbolic[] {
  const [count, ...rest] = x.shape;
  return g.add(
    'Unpack',
    [x],
    { T: { type: x.dtype }, num: { i: count! }, axis: { i: 0 } },
    Array.from({ length: count! }, () => ({ shape: rest, dtype: x.dtype })),
  );
}

/** n tensors […] → [n, …]. */
export function stack(g: GraphBuilder, values: readonly Symbolic[]): Symbolic {
  const first = values[0]!;
  for (const v of values) if (!same(v.shape, first.shape)) refuse('stack', first, v);
  return g.add(
    'Pack',
    values,
    { T: { type: first.dtype }, N: { i: values.length }, axis: { i: 0 } },
    [{ shape: [values.length, ...first.shape], dtype: first.dtype }],
  )[0]!;
}

/** Joins along `axis`. */
export function concat(g: GraphBuilder, values: readonly Symbolic[], axis: number): Symbolic {
  const first = values[0]!;
  for (const v of values) {
    if (v.shape.length !== first.shape.length) refuse('concatenate', first, v);
    if (!v.shape.every((s, i) => i === axis || s === first.shape[i])) {
      refuse('concatenate', first, v);
    }
  }
  const total = values.reduce((sum, v) => sum + v.shape[axis]!, 0);
  return g.add(
    'ConcatV2',
    [...values, g.constant(Int32Array.of(axis), [])],
    { T: { type: first.dtype }, Tidx: { type: 'int32' }, N: { i: values.length } },
    [{ shape: first.shape.map((s, i) => (i === axis ? total : s)), dtype: first.dtype }],
  )[0]!;
}

/** Sum over `axes`, which vanish. */
export function sum(g: GraphBuilder, x: Symbolic, axes: readonly number[]): Symbolic {
  return g.add(
    'Sum',
    [x, g.constant(Int32Array.from(axes))],
    { T: { type: x.dtype }, Tidx: { type: 'int32' }, keep_dims: { b: false } },
    [{ shape: x.shape.filter((_, i) => !axes.includes(i)), dtype: x.dtype }],
  )[0]!;
}

/** Another element type. */
function cast(g: GraphBuilder, x: Symbolic, dtype: Symbolic['dtype']): Symbolic {
  return g.add(
    'Cast',
    [x],
    { SrcT: { type: x.dtype }, DstT: { type: dtype }, Truncate: { b: false } },
    [{ shape: x.shape, dtype }],
  )[0]!;
}

/** The transpose of a matrix, made once so that a loop's products need none. */
export function transpose(g: GraphBuilder, x: Symbolic): Symbolic {
  if (x.shape.length !== 2) refuse('transpose', x);
  return g.add(
    'Transpose',
    [x, g.constant(Int32Array.of(1, 0))],
    { T: { type: x.dtype }, Tperm: { type: 'int32' } },
    [{ shape: [x.shape[1]!, x.shape[0]!], dtype: x.dtype }],
  )[0]!;
}
