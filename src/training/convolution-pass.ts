/**
 * The convolutions before the recurrent layers in training: forward over a batch, and back to their weights.
 * S steps of a block, B batch, n blocks; I values of a step, P F patterns of one.
 * @module
 */
import { noPast, patternsOf } from '../acoustic/convolution-front';
import { FRONT } from '../acoustic/acoustic-spec';
import type { NamedTensors } from '../recurrent/optimiser';
import type { Tensor, Tensorflow } from '../tensor/backend';

type Weights = Readonly<NamedTensors>;

/**
 * Through the convolutions.
 * @param weights Of the convolutions, by their names without prefix.
 * @param blocks n blocks [S, B, I], which are taken over.
 * @returns n blocks [S, B, P F], and the batch [n S, B, I], which `convolutionGradients` reads; both are the caller's.
 */
export function convolve(
  tf: Tensorflow,
  weights: Weights,
  blocks: readonly Tensor[],
): { blocks: Tensor[]; batch: Tensor } {
  const batch = tf.concat([...blocks]);
  tf.dispose([...blocks]);
  const read = tf.tidy(() => {
    const [, size, width] = batch.shape as [number, number, number];
    return tf.split(patternsOf(tf, weights, batch, noPast(tf, width, size)), blocks.length);
  });
  return { blocks: read, batch };
}

/**
 * Back through the convolutions.
 * @param batch What `convolve` gave [n S, B, I].
 * @param dBlocks Gradients of what it made of it: n blocks [S, B, P F].
 * @returns Gradients of the weights, by their names with the prefix.
 */
export function convolutionGradients(
  tf: Tensorflow,
  weights: Weights,
  batch: Tensor,
  dBlocks: readonly Tensor[],
): NamedTensors {
  const names = Object.keys(weights);
  const [, size, width] = batch.shape as [number, number, number];
  const gradients = tf.tidy(() => {
    const patterns = (...values: Tensor[]): Tensor => {
      const named = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      return patternsOf(tf, named, batch, noPast(tf, width, size));
    };
    return tf.grads(patterns)(Object.values(weights), tf.concat([...dBlocks]));
  });
  return Object.fromEntries(names.map((name, i) => [`${FRONT}/${name}`, gradients[i]!]));
}
