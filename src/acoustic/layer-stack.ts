/**
 * The stack of recurrent layers of one utterance, as compiled graphs or, without the native library, eagerly.
 * T steps, I input size, H units of a direction, D directions; the batch B are the hearings of one utterance.
 * @module
 */
import { lastStates, layerReference } from '../recurrent/cell-reference';
import { CELLS } from '../recurrent/cells';
import { RecurrentLayer, type LayerWeights } from '../recurrent/recurrent-layer';
import type { Tensorflow, Tensor } from '../tensor/backend';
import { directionsOf, layerInputSize, type AcousticSpec } from './acoustic-spec';
import { CHUNK_STEPS } from './acoustic-network';

/** The forward direction's states by the cell's names, [B, H] each. */
export type ChunkStates = Readonly<Record<string, Tensor>>;

/** What a layer makes of a chunk with its context. */
export interface ChunkResult {
  readonly y: Tensor;
  readonly states: ChunkStates;
}

/** Runs single layers; the weights come in with each call. */
export interface LayerStack {
  /** [T, B, I] → [T, B, D·H] over the whole utterance. */
  whole(layer: number, weights: LayerWeights, x: Tensor): Tensor;
  /** States before the first chunk: one [B, H] for each of the cell's. */
  firstStates(): ChunkStates;
  /**
   * A chunk of `CHUNK_STEPS` with its context (fewer steps at the end of an utterance): [T, B, I] and the states before
   * it → y [T, B, D·H] and the forward direction's states after the chunk, without its context.
   */
  chunk(layer: number, weights: LayerWeights, x: Tensor, states: ChunkStates): ChunkResult;
  close(): void;
}

/** Steps of one compiled block of a whole utterance (1.9 s). */
const BLOCK_STEPS = 64;

function zeroStates(tf: Tensorflow, { cell, units }: AcousticSpec, batch: number): ChunkStates {
  return Object.fromEntries(CELLS[cell].states.map((name) => [name, tf.zeros([batch, units])]));
}

/** [T, B, I] → at least `least` blocks [S, B, I] and paddings [S, B], the last ones filled up. */
function cut(
  tf: Tensorflow,
  x: Tensor,
  blockSteps: number,
  least = 1,
): { blocks: Tensor[]; padding: Tensor[] } {
  const [steps, batch] = x.shape as [number, number, number];
  const count = Math.max(least, Math.ceil(steps / blockSteps));
  const rows = count * blockSteps;
  return tf.tidy(() => {
    const padded = tf.pad(x, [
      [0, rows - steps],
      [0, 0],
      [0, 0],
    ]);
    const marks = new Float32Array(rows * batch).fill(1, steps * batch);
    return {
      blocks: tf.split(padded, count),
      padding: tf.split(tf.tensor2d(marks, [rows, batch]), count),
    };
  });
}

/** Layers as native graphs: one for each input size and block length. */
export class CompiledLayerStack implements LayerStack {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: AcousticSpec,
    private readonly batch: number,
    private readonly wholeLayers: readonly RecurrentLayer[],
    private readonly chunkLayers: readonly RecurrentLayer[],
  ) {}

  /** Compiles the graphs; layers of one input size share theirs. */
  static async compile(
    tf: Tensorflow,
    spec: AcousticSpec,
    batch: number,
  ): Promise<CompiledLayerStack> {
    const compileAll = async (steps: number): Promise<RecurrentLayer[]> => {
      const bySize = new Map<number, RecurrentLayer>();
      const layers: RecurrentLayer[] = [];
      for (let index = 0; index < spec.layers; index++) {
        const inputSize = layerInputSize(spec, index);
        const shape = { batch, steps, inputSize, units: spec.units };
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
      batch,
      await compileAll(BLOCK_STEPS),
      await compileAll(CHUNK_STEPS),
    );
  }

  whole(layer: number, weights: LayerWeights, x: Tensor): Tensor {
    const { tf } = this;
    const { blocks, padding } = cut(tf, x, BLOCK_STEPS);
    const pass = this.wholeLayers[layer]!.forward(weights, blocks, padding);
    const y = this.joined(pass.blocks, x.shape[0]);
    tf.dispose([blocks, padding, pass.blocks]);
    return y;
  }

  firstStates(): ChunkStates {
    return zeroStates(this.tf, this.spec, this.batch);
  }

  chunk(layer: number, weights: LayerWeights, x: Tensor, states: ChunkStates): ChunkResult {
    const { tf } = this;
    const { blocks, padding } = cut(tf, x, CHUNK_STEPS, 2);
    const out = this.chunkLayers[layer]!.forwardChunk(weights, blocks, padding, states);
    const y = this.joined(out.blocks, x.shape[0]);
    tf.dispose([blocks, padding, out.blocks]);
    return { y, states: out.states };
  }

  /** n blocks [S, B, D·H] → [T, B, D·H]. */
  private joined(blocks: readonly Tensor[], steps: number): Tensor {
    const { tf } = this;
    return tf.tidy(() => tf.slice(tf.concat([...blocks]), [0, 0, 0], [steps, -1, -1]));
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
    private readonly batch = 1,
  ) {}

  whole(_layer: number, weights: LayerWeights, x: Tensor): Tensor {
    return this.tf.tidy(() => this.run(weights, x));
  }

  firstStates(): ChunkStates {
    return zeroStates(this.tf, this.spec, this.batch);
  }

  chunk(_layer: number, weights: LayerWeights, x: Tensor, states: ChunkStates): ChunkResult {
    const { tf, spec } = this;
    const names = CELLS[spec.cell].states;
    const before = names.map((name) => states[name]!);
    return tf.tidy(() => {
      const own = tf.slice(x, [0, 0, 0], [Math.min(CHUNK_STEPS, x.shape[0]), -1, -1]);
      const input = { x: own, padding: this.noPadding(own), states: before };
      const after = lastStates(tf, spec.cell, weights, input);
      return {
        y: this.run(weights, x, before),
        states: Object.fromEntries(names.map((name, i) => [name, after[i]!])),
      };
    });
  }

  private noPadding(x: Tensor): Tensor {
    return this.tf.zeros([x.shape[0], this.batch]);
  }

  private run(weights: LayerWeights, x: Tensor, states?: readonly Tensor[]): Tensor {
    const { tf, spec } = this;
    const input = {
      ...{ x, padding: this.noPadding(x), directions: directionsOf(spec) },
      ...(states && { states }),
    };
    return layerReference(tf, spec.cell, weights, input);
  }

  close(): void {
    // Eager operations hold nothing.
  }
}
