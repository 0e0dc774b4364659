/**
 * Arrays of tensors of one shape, which the turns of a loop read and write one by one without copying
 * (TensorArrayV3). What has been written is known by the `flow` that a write returns: who reads it must be given it.
 * @module
 */
import type { GraphBuilder, Symbolic } from './graph-builder';

/** An array of `length` tensors. */
export interface GraphArray {
  readonly handle: Symbolic;
  /** Stands for all that has been written so far; a scalar that a loop carries. */
  readonly flow: Symbolic;
  readonly length: number;
  readonly shape: readonly number[];
  readonly dtype: Symbolic['dtype'];
}

const described = (shape: readonly number[]): string => `[${shape.join()}]`;

/** The numbers of all tensors of an array. */
function allOf(g: GraphBuilder, length: number): Symbolic {
  return g.constant(Int32Array.from({ length }, (_, i) => i));
}

/** An array that nothing has been written to. */
export function emptyArray(
  g: GraphBuilder,
  length: number,
  shape: readonly number[],
  dtype: Symbolic['dtype'] = 'float32',
): GraphArray {
  const [handle, flow] = g.add(
    'TensorArrayV3',
    [g.constant(Int32Array.of(length), [])],
    {
      dtype: { type: dtype },
      element_shape: { shape },
      dynamic_size: { b: false },
      clear_after_read: { b: true },
      identical_element_shapes: { b: true },
      tensor_array_name: { s: '' },
    },
    [{ shape: [2], dtype: 'resource' }, { shape: [] }],
  ) as [Symbolic, Symbolic];
  return { handle, flow, length, shape, dtype };
}

/** [n, …] → an array of n tensors […], each to be read once. */
export function unstackArray(g: GraphBuilder, x: Symbolic): GraphArray {
  const [length, ...shape] = x.shape;
  if (length === undefined) throw new RangeError(`Cannot unstack ${x.name} as it is a scalar`);
  const array = emptyArray(g, length, shape, x.dtype);
  const [flow] = g.add(
    'TensorArrayScatterV3',
    [array.handle, allOf(g, length), x, array.flow],
    { T: { type: x.dtype } },
    [{ shape: [] }],
  );
  return { ...array, flow: flow! };
}

/** Tensor `index` (int32 scalar). */
export function readArray(g: GraphBuilder, array: GraphArray, index: Symbolic): Symbolic {
  return g.add(
    'TensorArrayReadV3',
    [array.handle, index, array.flow],
    { dtype: { type: array.dtype } },
    [{ shape: array.shape, dtype: array.dtype }],
  )[0]!;
}

/** The array with `value` as tensor `index` (int32 scalar), which is written once. */
export function writeArray(
  g: GraphBuilder,
  array: GraphArray,
  index: Symbolic,
  value: Symbolic,
): GraphArray {
  if (described(value.shape) !== described(array.shape) || value.dtype !== array.dtype) {
    throw new RangeError(
      `Cannot write ${value.name} ${described(value.shape)} as the array holds ${array.dtype} ${described(array.shape)}`,
    );
  }
  const [flow] = g.add(
    'TensorArrayWriteV3',
    [array.handle, index, value, array.flow],
    { T: { type: value.dtype } },
    [{ shape: [] }],
  );
  return { ...array, flow: flow! };
}

/** An array whose n tensors have all been written → [n, …]. */
export function stackArray(g: GraphBuilder, array: GraphArray): Symbolic {
  const { handle, flow, length, shape, dtype } = array;
  return g.add(
    'TensorArrayGatherV3',
    [handle, allOf(g, length), flow],
    { dtype: { type: dtype }, element_shape: { shape } },
    [{ shape: [length, ...shape], dtype }],
  )[0]!;
}
