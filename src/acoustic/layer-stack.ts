/**
 * The stack of recurrent layers of one utterance, as compiled graphs or, without the native library, eagerly.
 * T steps, I input size, H units of a direction, D directions; the batch is one utterance.
 * @module
 */
import { lastStates, layerReference } from '../recurrent/cell-reference';
import { CELLS } from '../recurrent/cells';
import { RecurrentLayer, type LayerWeights } from '../recurrent/recurrent-layer';
import type { Tensorflow, Tensor } from '../tensor/backend';
import { directionsOf, layerInputSize, type AcousticSpec } from './acoustic-spec';
import { CHUNK_STEPS } from './acoustic-network';

/** The forward direction's states by the cell's names, [1, H] each. */
export type ChunkStates = Readonly<Record<string, Tensor>>;

/** What a layer makes of a chunk with its context. */
export interface ChunkResult {
  readonly y: Tensor;
  readonly states: ChunkStates;
}

/** Runs single layers; the weights come in with each call. */
export interface LayerStack {
  /** [T, I] → [T, D·H] over the whole utterance. */
  whole(layer: number, weights: LayerWeights, x: Tensor): Tensor;
  /** States before the first chunk: one [1, H] for each of the cell's. */
  firstStates(): ChunkStates;
  /**
   * A chunk of `CHUNK_STEPS` with its context (fewer steps at the end of an utterance): [T, I] and the states before
   * it → y [T, D·H] and the forward direction's states after the chunk, without its context.
   */
  chunk(layer: number, weights: LayerWeights, x: Tensor, states: ChunkStates): ChunkResult;
  close(): void;
}

/** Steps of one compiled block of a whole utterance (1.9 s). */
const BLOCK_STEPS = 64;

function zeroStates(tf: Tensorflow, { cell, units }: AcousticSpec): ChunkStates {
  return Object.fromEntries(CELLS[cell].states.map((name) => [name, tf.zeros([1, units])]));
}

/** [T, I] → at least `least` blocks [S, 1, I] and paddings [S, 1], the last ones filled up. */
function cut(
  tf: Tensorflow,
  x: Tensor,
  blockSteps: number,
  least = 1,
): { blocks: Tensor[]; padding: Tensor[] } {
  const [steps, width] = x.shape as [number, number];
  const count = Math.max(least, Math.ceil(steps / blockSteps));
  const missing = count * blockSteps - steps;
  return tf.tidy(() => {
    const padded = tf
      .pad(x, [
        [0, missing],
        [0, 0],
      ])
      .reshape([count * blockSteps, 1, width]);
    const marks = new Float32Array(count * blockSteps).fill(1, steps);
    return {
      blocks: tf.split(padded, count),
      padding: tf.split(tf.tensor2d(marks, [count * blockSteps, 1]), count),
    };
  });
}

/** Layers as native graphs: one for each input size and block length. */
export class CompiledLayerStack implements LayerStack {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: AcousticSpec,
    private readonly wholeLayers: readonly RecurrentLayer[],
    private readonly chunkLayers: readonly RecurrentLayer[],
  ) {}

  /** Compiles the graphs; layers of one input size share theirs. */
  static async compile(tf: Tensorflow, spec: AcousticSpec): Promise<CompiledLayerStack> {
    const compileAll = async (steps: number): Promise<RecurrentLayer[]> => {
      const bySize = new Map<number, RecurrentLayer>();
      const layers: RecurrentLayer[] = [];
      for (let index = 0; index < spec.layers; index++) {
        const inputSize = layerInputSize(spec, index);
        const shape = { batch: 1, steps, inputSize, units: spec.units };
        const options = { training: false, directions: directionsOf(spec) };
        const layer =
          bySize.get(inputSize) ?? (await RecurrentLayer.compile(CELLS[spec.cell], shape, options));
        bySize.set(inputSize, layer);
        layers.push(layer);
      }
      return layers;
    };
    return new CompiledLayerStack(
      tf,
      spec,
      await compileAll(BLOCK_STEPS),
      await compileAll(CHUNK_STEPS),
    );
  }

  whole(layer: number, weights: LayerWeights, x: Tensor): Tensor {
    const { tf } = this;
    const { blocks, padding } = cut(tf, x, BLOCK_STEPS);
    const pass = this.wholeLayers[layer]!.forward(weights, blocks, padding);
    const y = this.flatten(pass.blocks, x.shape[0]);
    tf.dispose([blocks, padding, pass.blocks]);
    return y;
  }

  firstStates(): ChunkStates {
    return zeroStates(this.tf, this.spec);
  }

  chunk(layer: number, weights: LayerWeights, x: Tensor, states: ChunkStates): ChunkResult {
    const { tf } = this;
    const { blocks, padding } = cut(tf, x, CHUNK_STEPS, 2);
    const out = this.chunkLayers[layer]!.forwardChunk(weights, blocks, padding, states);
    const y = this.flatten(out.blocks, x.shape[0]);
    tf.dispose([blocks, padding, out.blocks]);
    return { y, states: out.states };
  }

  /** n blocks [S, 1, D·H] → [T, D·H]. */
  private flatten(blocks: readonly Tensor[], steps: number): Tensor {
    const { tf } = this;
    return tf.tidy(() => {
      const all = tf.concat([...blocks]);
      return tf.slice(all.reshape([all.shape[0], -1]), [0, 0], [steps, -1]);
    });
  }

  close(): void {
    for (const layer of new Set([...this.wholeLayers, ...this.chunkLayers])) layer.close();
  }
}

/** Layers in plain operations: slower, runs on WebAssembly. */
export class EagerLayerStack implements LayerStack {
  constructor(
    private readonly tf: Tensorflow,
    private readonly spec: AcousticSpec,
  ) {}

  whole(_layer: number, weights: LayerWeights, x: Tensor): Tensor {
    return this.tf.tidy(() => this.run(weights, x));
  }

  firstStates(): ChunkStates {
    return zeroStates(this.tf, this.spec);
  }

  chunk(_layer: number, weights: LayerWeights, x: Tensor, states: ChunkStates): ChunkResult {
    const { tf, spec } = this;
    const names = CELLS[spec.cell].states;
    const before = names.map((name) => states[name]!);
    return tf.tidy(() => {
      const own = tf.slice(x, [0, 0], [Math.min(CHUNK_STEPS, x.shape[0]), -1]);
      const after = lastStates(tf, spec.cell, weights, { ...this.sequence(own), states: before });
      return {
        y: this.run(weights, x, before),
        states: Object.fromEntries(names.map((name, i) => [name, after[i]!])),
      };
    });
  }

  private sequence(x: Tensor): { x: Tensor; padding: Tensor } {
    const [steps, width] = x.shape as [number, number];
    return { x: this.tf.reshape(x, [steps, 1, width]), padding: this.tf.zeros([steps, 1]) };
  }

  private run(weights: LayerWeights, x: Tensor, states?: readonly Tensor[]): Tensor {
    const { tf, spec } = this;
    const input = {
      ...this.sequence(x),
      directions: directionsOf(spec),
      ...(states && { states }),
    };
    return layerReference(tf, spec.cell, weights, input).reshape([x.shape[0], -1]);
  }

  close(): void {
    // Eager operations hold nothing.
  }
}
