/**
 * How a batch walks through recurrent layers in training: over whole utterances, or in the latency-controlled form in
 * which a stream is heard. In that form a flat list holds the blocks of all windows, one window after the other, so that
 * whatever lies between layers need not know.
 * @module
 */
import type { Direction } from '../recurrent/cell';
import {
  ChunkedLayer,
  windowsOf,
  type ChunkShape,
  type ChunkedPass,
} from '../recurrent/chunked-layer';
import type { LayerPass, LayerWeights, RecurrentLayer, States } from '../recurrent/recurrent-layer';
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';

/** Chunks and their contexts in blocks, and how much of the contexts is heard. */
export interface WalkChunks extends ChunkShape {
  /** Steps of a context that are heard, where it is not whole blocks; all of them where nothing is said. */
  readonly contextSteps?: number;
}

/** How utterances are walked; over the whole of them and back to their start if nothing is said. */
export interface WalkOptions {
  /** The latency-controlled form. */
  readonly chunks?: WalkChunks;
  /** Truncated backpropagation: the gradient stops at every border of so many blocks. Not with chunks. */
  readonly truncatedBlocks?: number;
}

/** Sees the norms [S] of the gradient by direction `d`'s output at each step of block `block` of the utterance. */
type Watch = (d: Direction, block: number, gradient: States, norms: Tensor) => void;

/** A forward pass through one layer; freed by `backward` or `forget`. */
export interface WalkPass {
  readonly blocks: Tensor[];
  readonly whole?: LayerPass;
  readonly chunked?: ChunkedPass;
}

/** Walks layers; holds no tensors itself. */
export class LayerWalk {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly options: WalkOptions,
  ) {}

  /** @throws RangeError for chunks together with truncation. */
  static async with(options: WalkOptions): Promise<LayerWalk> {
    if (options.chunks && options.truncatedBlocks !== undefined) {
      throw new RangeError('Cannot walk in chunks and truncated at once: leave one of them out');
    }
    return new LayerWalk(await loadTensorflow(), options);
  }

  /** n blocks of an utterance, taken over → the blocks that layers are given. */
  expand(blocks: readonly Tensor[]): Tensor[] {
    const { chunks } = this.options;
    if (!chunks) return [...blocks];
    const flat = windowsOf(blocks, chunks).flatMap((w) => w.map((block) => block.clone()));
    this.tf.dispose([...blocks]);
    return flat;
  }

  /** Padding of n blocks [S, B], taken over → that of the blocks that layers are given: contexts end when they do. */
  expandPadding(padding: readonly Tensor[]): Tensor[] {
    const { chunks } = this.options;
    const flat = this.expand(padding);
    if (chunks?.contextSteps === undefined) return flat;
    const places = this.windows(padding.length).flatMap((window) => window.map((_, i) => i));
    return flat.map((block, i) => {
      const heard = chunks.contextSteps! - (places[i]! - chunks.chunk) * block.shape[0];
      if (places[i]! < chunks.chunk || heard >= block.shape[0]) return block;
      const unheard = Float32Array.from({ length: block.shape[0] }, (_, s) => (s < heard ? 0 : 1));
      const ended = this.tf.tidy(() =>
        this.tf.maximum(block, this.tf.tensor2d(unheard, [unheard.length, 1])),
      );
      block.dispose();
      return ended;
    });
  }

  /** The top layer's blocks, taken over → the n blocks of the utterance. */
  collapse(flat: readonly Tensor[], count: number): Tensor[] {
    const kept = this.ownPlaces(count);
    if (!kept) return [...flat];
    this.tf.dispose(flat.filter((_, i) => !kept.includes(i)));
    return kept.map((i) => flat[i]!);
  }

  /** Gradients of what `collapse` gave, taken over → gradients of what it was given: nothing comes from contexts. */
  spread(gradients: readonly Tensor[]): Tensor[] {
    const kept = this.ownPlaces(gradients.length);
    if (!kept) return [...gradients];
    const length = this.windows(gradients.length).flat().length;
    const flat = Array.from({ length }, (_, i) => {
      const at = kept.indexOf(i);
      return at < 0 ? this.tf.zerosLike(gradients[0]!) : gradients[at]!;
    });
    return flat;
  }

  /** Gradients of the blocks that `expand` gave, taken over → gradients of the n blocks that it was given. */
  gather(gradients: readonly Tensor[], count: number): Tensor[] {
    if (!this.options.chunks) return [...gradients];
    const order = this.windows(count).flat();
    const blocks = Array.from({ length: count }, (_, block) =>
      this.tf.addN(gradients.filter((_gradient, i) => order[i] === block)),
    );
    this.tf.dispose([...gradients]);
    return blocks;
  }

  /** Through one layer; inputs and padding stay the caller's. */
  async forward(
    layer: RecurrentLayer,
    weights: LayerWeights,
    inputs: readonly Tensor[],
    padding: readonly Tensor[],
  ): Promise<WalkPass> {
    const { chunks } = this.options;
    if (!chunks) {
      const whole = layer.forward(weights, inputs, padding);
      return { blocks: whole.blocks, whole };
    }
    const walk = await ChunkedLayer.over(layer, chunks);
    const [x, ended] = [this.unflatten(inputs), this.unflatten(padding)];
    const chunked = walk.forward(weights, x, ended);
    return { blocks: chunked.windows.flat(), chunked };
  }

  /** Back through one layer; frees the pass. Like {@link RecurrentLayer.backward}. */
  async backward(
    layer: RecurrentLayer,
    weights: LayerWeights,
    pass: WalkPass,
    dBlocks: readonly Tensor[],
    sums: LayerWeights,
    watch?: Watch,
  ): Promise<{ dInputs: Tensor[]; gradients: LayerWeights }> {
    const { chunks, truncatedBlocks } = this.options;
    if (chunks && pass.chunked) {
      const walk = await ChunkedLayer.over(layer, chunks);
      const dWindows = this.unflatten(dBlocks);
      const result = walk.backward(weights, pass.chunked, dWindows, sums, watch);
      return { dInputs: result.dWindows.flat(), gradients: result.gradients };
    }
    return layer.backward(weights, pass.whole!, dBlocks, sums, {
      ...(watch && { watch }),
      ...(truncatedBlocks !== undefined && { reach: truncatedBlocks }),
    });
  }

  /** Frees the records of a pass that will not go backward; its blocks stay the caller's. */
  forget(layer: RecurrentLayer, { whole, chunked }: WalkPass): void {
    for (const pass of whole ? [whole] : (chunked?.passes ?? [])) layer.forget(pass);
  }

  /** Indices of an utterance's blocks by window. */
  private windows(count: number): number[][] {
    const order = Array.from({ length: count }, (_, i) => i);
    return this.options.chunks ? windowsOf(order, this.options.chunks) : [order];
  }

  /** Where in the flat list each block of the utterance is a chunk's own; nothing without chunks. */
  private ownPlaces(count: number): number[] | undefined {
    const { chunks } = this.options;
    if (!chunks) return undefined;
    const places: number[] = [];
    let start = 0;
    for (const window of this.windows(count)) {
      const own = Math.min(chunks.chunk, window.length);
      for (let i = 0; i < own; i++) places.push(start + i);
      start += window.length;
    }
    return places;
  }

  /** The flat list by window. */
  private unflatten(flat: readonly Tensor[]): Tensor[][] {
    const count = this.countOf(flat.length);
    let start = 0;
    return this.windows(count).map((window) => flat.slice(start, (start += window.length)));
  }

  /** How many blocks an utterance has whose windows have `length` blocks in all. */
  private countOf(length: number): number {
    let count = 1;
    while (this.windows(count).flat().length < length) count += 1;
    return count;
  }
}
