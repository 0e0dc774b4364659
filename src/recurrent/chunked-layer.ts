/**
 * Training in the latency-controlled form in which a stream is heard: chunk by chunk, each with a right context. The
 * forward direction goes on from chunk to chunk, with its gradient; the backward direction starts anew at the end of
 * each context.
 * Source: Zhang et al. 2016, "Highway long short-term memory RNNs for distant speech recognition", section 4.
 *
 * A window is a chunk with its context. A layer above needs what the layer below says of the context too, so whole
 * windows go from layer to layer, and only chunks count in the end.
 * @module
 */
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import type { Direction } from './cell';
import type { LayerPass, LayerWeights, RecurrentLayer, States } from './recurrent-layer';

/** Sizes in blocks. */
export interface ChunkShape {
  readonly chunk: number;
  /** At the end of a sequence there may be less. */
  readonly context: number;
}

/** Windows of n blocks: one starts every `chunk` blocks. */
export function windowsOf<T>(blocks: readonly T[], { chunk, context }: ChunkShape): T[][] {
  if (!(chunk >= 1 && context >= 0)) {
    throw new RangeError(`Cannot cut chunks of ${chunk} blocks with ${context} of context`);
  }
  const windows: T[][] = [];
  for (let start = 0; start < blocks.length; start += chunk) {
    windows.push(blocks.slice(start, start + chunk + context));
  }
  return windows;
}

/** Blocks of each window's chunk, in a row. */
export function chunksOf<T>(windows: readonly (readonly T[])[], { chunk }: ChunkShape): T[] {
  return windows.flatMap((window) => window.slice(0, chunk));
}

/** A forward pass over all chunks. */
export interface ChunkedPass {
  /** By window: n tensors [S, B, D·H]; the caller's. */
  readonly windows: readonly (readonly Tensor[])[];
  /** Freed by `backward`. */
  readonly passes: readonly LayerPass[];
}

/** One layer in the latency-controlled form. */
export class ChunkedLayer {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly layer: RecurrentLayer,
    private readonly shape: ChunkShape,
  ) {}

  /** @param layer Compiled to train; stays the caller's. */
  static async over(layer: RecurrentLayer, shape: ChunkShape): Promise<ChunkedLayer> {
    return new ChunkedLayer(await loadTensorflow(), layer, shape);
  }

  /**
   * Forward pass from zero states.
   * @param windows Inputs [S, B, I]; stay the caller's, and must live until `backward` is done.
   * @param padding [S, B] in the same windows, 1 where a sequence has ended.
   */
  forward(
    weights: LayerWeights,
    windows: readonly (readonly Tensor[])[],
    padding: readonly (readonly Tensor[])[],
  ): ChunkedPass {
    const passes: LayerPass[] = [];
    let states: States | undefined;
    for (const [k, window] of windows.entries()) {
      const { after, ...pass } = this.layer.forward(weights, window, padding[k]!, {
        ...(states && { first: states }),
        statesAfter: Math.min(this.shape.chunk, window.length),
      });
      this.free(states);
      states = after;
      passes.push(pass);
    }
    this.free(states);
    return { windows: passes.map((pass) => pass.blocks), passes };
  }

  /**
   * Backward pass, last chunk first; frees the pass's records.
   * @param dWindows Gradients [S, B, D·H] of the outputs; stay the caller's.
   * @param gradients Sums so far by `direction/weight`; consumed, the new ones are returned.
   * @param watch Sees the gradients by the states before the blocks of chunks, not of contexts; blocks are counted over
   * the sequence.
   * @returns Gradients [S, B, I] of the inputs by window, and the new sums.
   */
  backward(
    weights: LayerWeights,
    { passes }: ChunkedPass,
    dWindows: readonly (readonly Tensor[])[],
    gradients: LayerWeights,
    watch?: (d: Direction, block: number, gradient: States, norms: Tensor) => void,
  ): { dWindows: Tensor[][]; gradients: LayerWeights } {
    const dInputs: Tensor[][] = [];
    let sums = gradients;
    let dStates: States | undefined;
    for (let k = passes.length - 1; k >= 0; k--) {
      const { chunk } = this.shape;
      const blocks = Math.min(chunk, dWindows[k]!.length);
      const result = this.layer.backward(weights, passes[k]!, dWindows[k]!, sums, {
        ...(dStates && { after: { blocks, gradient: dStates } }),
        first: k > 0,
        ...(watch && {
          watch: (d: Direction, block: number, gradient: States, norms: Tensor) => {
            if (block < chunk) watch(d, k * chunk + block, gradient, norms);
          },
        }),
      });
      this.free(dStates);
      dStates = result.dFirst;
      sums = result.gradients;
      dInputs[k] = result.dInputs;
    }
    return { dWindows: dInputs, gradients: sums };
  }

  private free(states: States | undefined): void {
    if (states) this.tf.dispose({ ...states });
  }
}
