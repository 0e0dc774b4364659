/**
 * Drawn values for tests of recurrent layers that carry states.
 * @module
 */
import type { Random } from '../../../src/base/random';
import { DIRECTIONS, type CellName, type Direction } from '../../../src/recurrent/cell';
import { CELLS } from '../../../src/recurrent/cells';
import type { Tensorflow, Tensor } from '../../../src/tensor/backend';

/** Tensors by name. */
export type Named = Record<string, Tensor>;

/** Normal values of deviation 0.5. */
export function drawn(tf: Tensorflow, random: Random, shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal() * 0.5),
    [...shape],
  );
}

/** Weights of a layer by `direction/name`. */
export function drawnWeights(
  tf: Tensorflow,
  random: Random,
  cell: CellName,
  [inputSize, units]: readonly [number, number],
  directions: readonly Direction[] = DIRECTIONS,
): Named {
  const shapes = Object.entries(CELLS[cell].parameterShapes(inputSize, units));
  return Object.fromEntries(
    directions.flatMap((d) =>
      shapes.map(([name, shape]) => [`${d}/${name}`, drawn(tf, random, shape)]),
    ),
  );
}

/** A zero for every tensor. */
export function zerosLike(tf: Tensorflow, tensors: Readonly<Named>): Named {
  return Object.fromEntries(Object.entries(tensors).map(([name, w]) => [name, tf.zerosLike(w)]));
}

/** Of two tensors of one shape. */
export function largestDifference(tf: Tensorflow, a: Tensor, b: Tensor): number {
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
}

/** [steps, B], 1 behind the end of each sequence. */
export function paddingOf(tf: Tensorflow, steps: number, lengths: readonly number[]): Tensor {
  return tf.tensor2d(
    Array.from({ length: steps }, (_, t) => lengths.map((length) => (t < length ? 0 : 1))),
  );
}
