/**
 * Looks at one learning step from the inside: how large gradients are, by layer and through time, and what the layers
 * give out. Vanishing and exploding gradients are seen here.
 * @module
 */
import type { Direction } from '../recurrent/cell';
import type { Tensor, Tensorflow } from '../tensor/backend';
import type { Activation, HistoryRecord } from './run-history';

/** What a watched step adds to the history. */
export type WatchedStep = Required<
  Pick<HistoryRecord, 'normsByLayer' | 'normsByTime' | 'activations'>
>;

/** Made for one step; it frees nothing that it is shown. */
export class GradientWatch {
  private readonly squares = new Map<string, number>();
  private readonly byTime: Record<string, number[]> = {};
  private readonly activations: Record<string, Activation> = {};

  constructor(private readonly tf: Tensorflow) {}

  /** Joint squared norm of tensors. */
  private squaredNorm(tensors: readonly Tensor[]): number {
    const { tf } = this;
    const sum = tf.tidy(() => tf.addN(tensors.map((t) => tf.sum(tf.square(t)))));
    const value = (sum.dataSync() as Float32Array)[0]!;
    sum.dispose();
    return value;
  }

  /** What a layer gave out: n tensors [S, B, D·H]. */
  sawOutputs(layer: string, blocks: readonly Tensor[]): void {
    const { tf } = this;
    const { mean, variance } = tf.tidy(() => tf.moments(tf.concat([...blocks])));
    this.activations[layer] = {
      mean: (mean.dataSync() as Float32Array)[0]!,
      deviation: Math.sqrt((variance.dataSync() as Float32Array)[0]!),
    };
    tf.dispose([mean, variance]);
  }

  /** The gradient by the states that direction `d` had before block `block`. */
  sawStateGradient(
    layer: string,
    d: Direction,
    block: number,
    gradient: Readonly<Record<string, Tensor>>,
  ): void {
    const norms = (this.byTime[`${layer}/${d}`] ??= []);
    norms[block] = Math.sqrt(this.squaredNorm(Object.values(gradient)));
  }

  /** The gradients of all weights, by name; the part before the first slash is the layer. */
  sawWeightGradients(gradients: Readonly<Record<string, Tensor>>): void {
    for (const [name, gradient] of Object.entries(gradients)) {
      const layer = name.split('/')[0]!;
      this.squares.set(layer, (this.squares.get(layer) ?? 0) + this.squaredNorm([gradient]));
    }
  }

  /** What was seen. */
  get seen(): WatchedStep {
    return {
      normsByLayer: Object.fromEntries(
        [...this.squares].map(([layer, square]) => [layer, Math.sqrt(square)]),
      ),
      normsByTime: this.byTime,
      activations: this.activations,
    };
  }
}
