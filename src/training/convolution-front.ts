/**
 * Two convolutions over time and frequency with rectifiers, before the recurrent layers.
 * S steps of a block, B batch, n blocks; F filters; a step has 3 frames of 40 bands.
 * @module
 */
import { FRAMES_PER_STEP, MEL_BANDS } from '../features/definition';
import type { Tensor, Tensorflow } from '../tensor/backend';

type FrontWeights = Readonly<Record<string, Tensor>>;
const NAMES = ['first', 'firstBias', 'second', 'secondBias'] as const;

/** n blocks [S, B, 120] → n blocks [S, B, 10 F], and back. */
export class ConvolutionFront {
  constructor(private readonly tf: Tensorflow) {}

  /** [n S, B, 120] → [B, 3 n S, 40, 1]. */
  private image(x: Tensor): Tensor {
    const { tf } = this;
    const [T, B] = x.shape as [number, number, number];
    return tf.tidy(() => {
      const bands = tf.reshape(x, [T, B, FRAMES_PER_STEP, MEL_BANDS]);
      return bands.transpose([1, 0, 2, 3]).reshape([B, T * FRAMES_PER_STEP, MEL_BANDS, 1]);
    });
  }

  private convolve(image: Tensor, weights: readonly Tensor[]): Tensor {
    const { tf } = this;
    const [first, firstBias, second, secondBias] = weights as [Tensor, Tensor, Tensor, Tensor];
    const a = tf.relu(tf.add(tf.conv2d(image as never, first as never, [1, 2], 'same'), firstBias));
    const b = tf.conv2d(a as never, second as never, [FRAMES_PER_STEP, 2], 'same');
    const y = tf.relu(tf.add(b, secondBias)).transpose([1, 0, 2, 3]);
    const [T, B, bands, filters] = y.shape as [number, number, number, number];
    return tf.reshape(y, [T, B, bands * filters]);
  }

  /** @returns Blocks, and the image that `backward` takes over. */
  forward(weights: FrontWeights, blocks: readonly Tensor[]): { blocks: Tensor[]; image: Tensor } {
    const { tf } = this;
    const whole = tf.concat([...blocks]);
    const image = this.image(whole);
    const parts = tf.tidy(() =>
      tf.split(
        this.convolve(
          image,
          NAMES.map((name) => weights[name]!),
        ),
        blocks.length,
      ),
    );
    whole.dispose();
    tf.dispose([...blocks]);
    return { blocks: parts, image };
  }

  /** Gradients by the weights; takes `dBlocks` and the image over. */
  backward(
    weights: FrontWeights,
    image: Tensor,
    dBlocks: readonly Tensor[],
  ): Record<string, Tensor> {
    const { tf } = this;
    const gradients = tf.tidy(() => {
      const d = tf.concat([...dBlocks]);
      const by = tf.grads((...w: Tensor[]) => this.convolve(image, w));
      return by(
        NAMES.map((name) => weights[name]!),
        d,
      );
    });
    tf.dispose([image, ...dBlocks]);
    return Object.fromEntries(NAMES.map((name, i) => [`front/${name}`, gradients[i]!]));
  }
}
