/**
 * Truncated backpropagation through time: a long sequence is learned segment by segment. The forward direction's
 * states go on from segment to segment, the gradient stops at a segment's start; a backward direction sees its own
 * segment only.
 * Source: Williams and Peng 1990, "An efficient gradient-based algorithm for on-line training of recurrent network
 * trajectories".
 * @module
 */
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import type { LayerPass, LayerWeights, RecurrentLayer, States } from './recurrent-layer';

/** One layer with the states of the sequences that it is in the middle of. */
export class TruncatedLayer {
  private states: States | undefined;

  private constructor(
    private readonly tf: Tensorflow,
    private readonly layer: RecurrentLayer,
  ) {}

  /** @param layer Compiled; stays the caller's. */
  static async over(layer: RecurrentLayer): Promise<TruncatedLayer> {
    return new TruncatedLayer(await loadTensorflow(), layer);
  }

  /**
   * The next segment, n blocks [S, B, I] of the same B sequences. The pass goes to the layer's `backward` before the
   * weights change, or to its `forget`.
   */
  forward(weights: LayerWeights, blocks: readonly Tensor[], padding: readonly Tensor[]): LayerPass {
    const { after, ...pass } = this.layer.forward(weights, blocks, padding, {
      ...(this.states && { first: this.states }),
      statesAfter: blocks.length,
    });
    this.restart();
    this.states = after;
    return pass;
  }

  /** The next segment begins new sequences. */
  restart(): void {
    if (this.states) this.tf.dispose({ ...this.states });
    this.states = undefined;
  }
}
