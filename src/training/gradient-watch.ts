/**
 * Looks at one learning step from the inside: how large gradients are, by layer and through time, and what the layers
 * give out. Vanishing and exploding gradients are seen here.
 * @module
 */
import type { Direction } from '../recurrent/cell';
import type { Tensor, Tensorflow } from '../tensor/backend';
import type { Activation, HistoryRecord } from './run-history';

/** What a step adds to the history; the last two where it is watched in detail. */
export type WatchedStep = Required<Pick<HistoryRecord, 'normsByLayer' | 'normsByBlock'>> &
  Pick<HistoryRecord, 'normsByTime' | 'activations'>;

/** Four digits are enough for a curve, and keep the history small. */
const rounded = (x: number): number => Number(x.toPrecision(4));

/** Made for one step; it frees nothing that it is shown. */
export class GradientWatch {
  private readonly squares = new Map<string, number>();
  private readonly byTime: Record<string, number[]> = {};
  private readonly byBlock: Record<string, number[]> = {};
  private readonly activations: Record<string, Activation> = {};

  /**
   * @param detailed Every single step of the utterance is kept, and outputs are looked at: too much for every step of a
   * run. Without it, gradients by layer and, for every block, by its first step.
   */
  constructor(
    private readonly tf: Tensorflow,
    private readonly detailed: boolean,
  ) {}

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
    if (!this.detailed) return;
    const { tf } = this;
    const { mean, variance } = tf.tidy(() => tf.moments(tf.concat([...blocks])));
    this.activations[layer] = {
      mean: rounded((mean.dataSync() as Float32Array)[0]!),
      deviation: rounded(Math.sqrt((variance.dataSync() as Float32Array)[0]!)),
    };
    tf.dispose([mean, variance]);
  }

  /** Norms [S] of the gradient by the output of direction `d` at each step of block `block`. */
  sawStateNorms(layer: string, d: Direction, block: number, norms: Tensor): void {
    const values = norms.dataSync() as Float32Array;
    const name = `${layer}/${d}`;
    (this.byBlock[name] ??= [])[block] = rounded(values[0]!);
    if (!this.detailed) return;
    const byTime = (this.byTime[name] ??= []);
    for (const [s, value] of values.entries()) {
      byTime[block * values.length + s] = rounded(value);
    }
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
    const { byTime: normsByTime, byBlock: normsByBlock, activations, detailed } = this;
    return {
      normsByLayer: Object.fromEntries(
        [...this.squares].map(([layer, square]) => [layer, rounded(Math.sqrt(square))]),
      ),
      normsByBlock,
      ...(detailed && { normsByTime, activations }),
    };
  }
}
