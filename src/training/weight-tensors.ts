/**
 * Weights between the backend's memory and plain arrays.
 * @module
 */
import type { WeightArray } from '../bundle/weights-file';
import type { NamedTensors } from '../recurrent/adamw';
import type { Tensorflow } from '../tensor/backend';

/** Uploads arrays; the tensors belong to the caller. */
export function toTensors(
  tf: Tensorflow,
  arrays: Readonly<Record<string, WeightArray>>,
): NamedTensors {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );
}

/** Downloads tensors, which stay their owner's. */
export function toArrays(tensors: Readonly<NamedTensors>): Record<string, WeightArray> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      { shape: tensor.shape, data: tensor.dataSync() as Float32Array },
    ]),
  );
}
