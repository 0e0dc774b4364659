/**
 * Two convolutions over time and frequency with rectifiers, before the recurrent layers: they find patterns that are alike
 * in neighbouring bands, which a recurrent layer would have to learn band by band (Amodei et al. 2016, "Deep Speech 2",
 * section 3.5; Kaldi's cnn-tdnn). No frame looks ahead, so that a stream hears what a whole recording does.
 * T steps of 3 frames, B batch, M coefficients of a frame and as many bands, F filters, P = ⌈M / 4⌉ bands that are left.
 * @module
 */
import type { Tensor, Tensor4D, Tensorflow } from '../tensor/backend';

/** Frames of a step. */
export const FRAMES = 3;
/** Of both filters, in frames and in bands. */
const REACH = 3;
/** Frames before a step that are heard with it. */
const PAST_FRAMES = REACH - 1;

type Weights = Readonly<Record<string, Tensor>>;

/** How many values the convolutions give for a step. */
export function patternCount(inputSize: number, filters: number): number {
  return Math.ceil(inputSize / FRAMES / 4) * filters;
}

/** Shapes of the weights by name. */
export function frontShapes(inputSize: number, filters: number): Record<string, readonly number[]> {
  const bands = inputSize / FRAMES;
  return {
    bands: [bands, bands],
    'first/kernel': [REACH, REACH, 1, filters],
    'first/bias': [filters],
    'second/kernel': [REACH, REACH, filters, filters],
    'second/bias': [filters],
  };
}

/** The frames before an utterance [2, B, M]: each coefficient at its mean. */
export function noPast(tf: Tensorflow, inputSize: number, batch: number): Tensor {
  return tf.zeros([PAST_FRAMES, batch, inputSize / FRAMES]);
}

/** The last frames [2, B, M] of the first `steps` steps of x [T, B, 3 M]. */
export function pastOf(tf: Tensorflow, x: Tensor, steps: number): Tensor {
  return tf.tidy(() => framesOf(tf, tf.slice(x, [steps - 1, 0, 0], [1, -1, -1])).slice([1, 0, 0]));
}

/** [T, B, 3 M] → [3 T, B, M]. */
function framesOf(tf: Tensorflow, x: Tensor): Tensor {
  const [steps, batch, width] = x.shape as [number, number, number];
  const frames = tf.reshape(x, [steps, batch, FRAMES, width / FRAMES]);
  return tf.transpose(frames, [0, 2, 1, 3]).reshape([FRAMES * steps, batch, width / FRAMES]);
}

/**
 * The patterns of each step [T, B, P F].
 * @param weights As {@link frontShapes} says; `bands` makes bands of coefficients.
 * @param x [T, B, 3 M], normalised.
 * @param past The frames before it [2, B, M].
 */
export function patternsOf(tf: Tensorflow, weights: Weights, x: Tensor, past: Tensor): Tensor {
  return tf.tidy(() => {
    const frames = tf.concat([past, framesOf(tf, x)]);
    const [count, batch, bands] = frames.shape as [number, number, number];
    const flat = tf.matMul(tf.reshape(frames, [count * batch, bands]), weights['bands']!);
    const image = tf.transpose(tf.reshape(flat, [count, batch, bands]), [1, 0, 2]);
    const first = filtered(tf, weights, 'first', tf.expandDims(image, 3), 1);
    const second = filtered(tf, weights, 'second', first, FRAMES);
    const [, steps, left, filters] = second.shape as [number, number, number, number];
    return tf.transpose(second, [1, 0, 2, 3]).reshape([steps, batch, left * filters]);
  });
}

/** Every other band of an image [B, frames, bands, channels], and every `stride`-th frame. */
function filtered(
  tf: Tensorflow,
  weights: Weights,
  name: string,
  image: Tensor,
  stride: number,
): Tensor {
  const edges: [number, number][] = [
    [0, 0],
    [0, 0],
    [1, 1],
    [0, 0],
  ];
  const padded = tf.pad(image, edges) as Tensor4D;
  const kernel = weights[`${name}/kernel`] as Tensor4D;
  const sums = tf.conv2d(padded, kernel, [stride, 2], 'valid');
  return tf.relu(tf.add(sums, weights[`${name}/bias`]!));
}
