/**
 * The bidirectional GRU layer in plain eager operations: what the compiled graph must equal, and what runs where
 * the native library is missing. T steps, B batch, I input size, H units of a direction.
 * Equations: see gru-graph.ts (reset after the product, as PyTorch and cuDNN).
 * @module
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { Tensorflow } from '../tensor/backend';
import { DIRECTIONS, type Direction } from './gru-graph';
import type { GruWeights } from './gru-layer';

/** One step: x [B, I], h [B, H] → new h [B, H]. */
export function gruStep(
  tf: Tensorflow,
  weights: GruWeights,
  d: Direction,
  x: Tensor,
  h: Tensor,
): Tensor {
  const kernel = weights[`${d}/kernel`]!; // [I, 3H]
  const recurrent = weights[`${d}/recurrent`]!; // [H, 3H]
  const fromInput = tf.add(tf.matMul(x, kernel), weights[`${d}/bias`]!); // [B, 3H]
  const fromState = tf.matMul(h, recurrent); // [B, 3H]
  const [xr, xz, xn] = tf.split(fromInput, 3, 1) as [Tensor, Tensor, Tensor];
  const [hr, hz, hn] = tf.split(fromState, 3, 1) as [Tensor, Tensor, Tensor];
  const r = tf.sigmoid(tf.add(xr, hr));
  const z = tf.sigmoid(tf.add(xz, hz));
  const product = tf.add(hn, weights[`${d}/candidateBias`]!);
  const n = tf.tanh(tf.add(xn, tf.mul(r, product)));
  return tf.add(n, tf.mul(z, tf.sub(h, n)));
}

/**
 * Both directions over a whole sequence; the state stands still in padding. Differentiable by `tf.grads`.
 * @param x [T, B, I]; @param padding [T, B], 1 in padding; @param state First state [B, H] of the forward direction.
 * @returns [T, B, 2H].
 */
export function gruLayerReference(
  tf: Tensorflow,
  weights: GruWeights,
  x: Tensor,
  padding: Tensor,
  state?: Tensor,
): Tensor {
  const [steps, batch] = x.shape as [number, number, number];
  const units = weights['forward/recurrent']!.shape[0];
  const inputs = tf.unstack(x);
  const paddings = tf.unstack(padding).map((p) => tf.reshape(p, [batch, 1]));
  const outputs = DIRECTIONS.map((d) => {
    const order = Array.from({ length: steps }, (_, t) => (d === 'forward' ? t : steps - 1 - t));
    const states = new Array<Tensor>(steps);
    let h: Tensor = d === 'forward' && state ? state : tf.zeros([batch, units]);
    for (const t of order) {
      const next = gruStep(tf, weights, d, inputs[t] as Tensor2D, h);
      h = tf.add(next, tf.mul(paddings[t]!, tf.sub(h, next)));
      states[t] = h;
    }
    return tf.stack(states);
  });
  return tf.concat(outputs, 2);
}
