/**
 * The layers beside the recurrent cells in plain eager operations: what the compiled graphs must equal, and what runs
 * where the native library is missing. Equations, sources and names: the file of each layer. Differentiable by
 * `tf.grads`, except that none gives a gradient of masks and padding.
 * S steps, B batch, F features, T keys.
 * @module
 */
import type { Tensorflow, Tensor } from '../tensor/backend';
import { PADDED_SCORE } from './additive-attention';
import type { Activation } from './dense';
import { NORMALISATION_EPSILON } from './layer-normalisation';
import type { SelfAttentionShape } from './self-attention';
import type { TransformerShape } from './transformer-layer';

/** Inputs and weights by name. */
type Values = Readonly<Record<string, Tensor>>;

/** Those under `prefix/`, without it. */
function under(v: Values, prefix: string): Values {
  return Object.fromEntries(
    Object.entries(v)
      .filter(([name]) => name.startsWith(`${prefix}/`))
      .map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]),
  );
}

/** […, F] → […, F], rows of mean 0 and deviation 1, then scaled and moved. */
export function layerNormalisationReference(tf: Tensorflow, v: Values): Tensor {
  const centred = tf.sub(v['x']!, tf.mean(v['x']!, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  const normal = tf.div(centred, tf.sqrt(tf.add(variance, NORMALISATION_EPSILON)));
  return tf.add(tf.mul(normal, v['gain']!), v['bias']!);
}

/** […, I] → […, O]. */
export function denseReference(tf: Tensorflow, v: Values, activation: Activation): Tensor {
  const shape = v['x']!.shape;
  const flat = tf.reshape(v['x']!, [-1, shape.at(-1)!]);
  const sums = tf.add(tf.matMul(flat, v['kernel']!), v['bias']!);
  const y = tf.reshape(sums, [...shape.slice(0, -1), v['kernel']!.shape[1]!]);
  switch (activation) {
    case 'none':
      return y;
    case 'tanh':
      return tf.tanh(y);
    case 'sigmoid':
      return tf.sigmoid(y);
    case 'relu':
      return tf.relu(y);
    case 'softmax':
      return tf.softmax(y);
  }
}

/** Weights [B, S, T] of scores [B, S, T] without the keys that `padding` [T, B] names. */
function seenWeights(tf: Tensorflow, scores: Tensor, padding: Tensor): Tensor {
  const hidden = tf.mul(tf.expandDims(tf.transpose(padding), 1), PADDED_SCORE); // [B,1,T]
  return tf.softmax(tf.add(scores, hidden));
}

/** Queries [S,B,Q], keys [T,B,K] and values [T,B,V] → context [S,B,V] and weights [B,S,T]. */
export function additiveAttentionReference(
  tf: Tensorflow,
  v: Values,
): { context: Tensor; weights: Tensor } {
  const project = (x: Tensor, w: Tensor): Tensor => {
    const [n, B, F] = x.shape as [number, number, number];
    const flat = tf.matMul(tf.reshape(x, [n * B, F]), w);
    return tf.transpose(tf.reshape(flat, [n, B, -1]), [1, 0, 2]); // [B,n,A]
  };
  const q = tf.add(project(v['queries']!, v['query']!), v['bias']!);
  const k = project(v['keys']!, v['key']!);
  const hidden = tf.tanh(tf.add(tf.expandDims(q, 2), tf.expandDims(k, 1))); // [B,S,T,A]
  const scores = tf.sum(tf.mul(hidden, v['score']!), 3);
  const weights = seenWeights(tf, scores, v['padding']!);
  const values = tf.transpose(v['values']!, [1, 0, 2]); // [B,T,V]
  return { context: tf.transpose(tf.matMul(weights, values), [1, 0, 2]), weights };
}

/** [S,B,F] → [S,B,F], head by head. */
export function selfAttentionReference(
  tf: Tensorflow,
  v: Values,
  { steps: S, batch: B, features: F, heads, causal = false }: SelfAttentionShape,
): Tensor {
  const flat = tf.reshape(v['x']!, [S * B, F]);
  const sums = tf.add(tf.matMul(flat, v['projection']!), v['projectionBias']!);
  const batchFirst = tf.transpose(tf.reshape(sums, [S, B, 3 * F]), [1, 0, 2]); // [B,S,3F]
  const [q, k, value] = tf.split(batchFirst, 3, 2) as [Tensor, Tensor, Tensor];
  const size = F / heads;
  const later = tf.tensor2d(
    Array.from({ length: S }, (_, s) =>
      Array.from({ length: S }, (_, t) => (causal && t > s ? PADDED_SCORE : 0)),
    ),
  );
  const head = (x: Tensor, n: number): Tensor => tf.slice(x, [0, 0, n * size], [B, S, size]);
  const mixed = Array.from({ length: heads }, (_, n) => {
    const products = tf.matMul(head(q, n), head(k, n), false, true); // [B,S,S]
    const scores = tf.add(tf.div(products, Math.sqrt(size)), later);
    return tf.matMul(seenWeights(tf, scores, v['padding']!), head(value, n));
  });
  const joined = tf.reshape(tf.transpose(tf.concat(mixed, 2), [1, 0, 2]), [S * B, F]);
  const y = tf.add(tf.matMul(joined, v['output']!), v['outputBias']!);
  return tf.reshape(y, [S, B, F]);
}

/** [S,B,F] → [S,B,F]. */
export function transformerLayerReference(
  tf: Tensorflow,
  v: Values,
  shape: TransformerShape,
): Tensor {
  const normal = layerNormalisationReference(tf, { ...under(v, 'normalFirst'), x: v['x']! });
  const seen = selfAttentionReference(
    tf,
    { ...under(v, 'attention'), x: normal, padding: v['padding']! },
    shape,
  );
  const middle = tf.add(v['x']!, tf.mul(seen, v['maskFirst']!));
  const second = layerNormalisationReference(tf, { ...under(v, 'normalSecond'), x: middle });
  const inner = denseReference(tf, { ...under(v, 'expand'), x: second }, 'relu');
  const made = denseReference(tf, { ...under(v, 'contract'), x: inner }, 'none');
  return tf.add(middle, tf.mul(made, v['maskSecond']!));
}
