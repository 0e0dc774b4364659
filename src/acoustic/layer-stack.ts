/**
 * The stack of recurrent layers of one utterance, as compiled graphs or, without the native library, eagerly.
 * T steps, I input size, H units of a direction; the batch is one utterance.
 * @module
 */
import { layerReference } from '../recurrent/cell-reference';
import { GRU } from '../recurrent/gru-cell';
import { RecurrentLayer, type LayerWeights } from '../recurrent/recurrent-layer';
import type { Tensorflow, Tensor } from '../tensor/backend';
import { layerInputSize, type AcousticSpec } from './acoustic-spec';
import { CHUNK_STEPS, CONTEXT_STEPS } from './acoustic-network';

/** Runs single layers; the weights come in with each call. */
export interface LayerStack {
  /** [T, I] → [T, 2H] over the whole utterance. */
  whole(layer: number, weights: LayerWeights, x: Tensor): Tensor;
  /** One chunk with context: [T, I] and the state [1, H] → y [T, 2H] and forward states [T, H]. */
  chunk(
    layer: number,
    weights: LayerWeights,
    x: Tensor,
    state: Tensor,
  ): { y: Tensor; states: Tensor };
  close(): void;
}

/** Steps of one compiled block of a whole utterance (1.9 s). */
const BLOCK_STEPS = 64;

/** [T, I] → blocks [S, 1, I] and paddings [S, 1], the last one filled up. */
function cut(
  tf: Tensorflow,
  x: Tensor,
  blockSteps: number,
): { blocks: Tensor[]; padding: Tensor[] } {
  const [steps, width] = x.shape as [number, number];
  const count = Math.max(1, Math.ceil(steps / blockSteps));
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
        const layer =
          bySize.get(inputSize) ?? (await RecurrentLayer.compile(GRU, shape, { training: false }));
        bySize.set(inputSize, layer);
        layers.push(layer);
      }
      return layers;
    };
    return new CompiledLayerStack(
      tf,
      await compileAll(BLOCK_STEPS),
      await compileAll(CHUNK_STEPS + CONTEXT_STEPS),
    );
  }

  whole(layer: number, weights: LayerWeights, x: Tensor): Tensor {
    const { tf } = this;
    const { blocks, padding } = cut(tf, x, BLOCK_STEPS);
    const pass = this.wholeLayers[layer]!.forward(weights, blocks, padding);
    const y = tf.tidy(() => {
      const all = tf.concat(pass.blocks);
      return tf.slice(all.reshape([all.shape[0], -1]), [0, 0], [x.shape[0], -1]);
    });
    tf.dispose([blocks, padding, pass.blocks]);
    return y;
  }

  chunk(
    layer: number,
    weights: LayerWeights,
    x: Tensor,
    state: Tensor,
  ): { y: Tensor; states: Tensor } {
    const { tf } = this;
    const { blocks, padding } = cut(tf, x, CHUNK_STEPS + CONTEXT_STEPS);
    const out = this.chunkLayers[layer]!.forwardChunk(weights, blocks[0]!, padding[0]!, state);
    const rows = x.shape[0];
    const flat = (t: Tensor): Tensor =>
      tf.tidy(() => tf.slice(t.reshape([t.shape[0], -1]), [0, 0], [rows, -1]));
    const result = { y: flat(out.y), states: flat(out.states) };
    tf.dispose([blocks, padding, out.y, out.states]);
    return result;
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

  chunk(
    _layer: number,
    weights: LayerWeights,
    x: Tensor,
    state: Tensor,
  ): { y: Tensor; states: Tensor } {
    return this.tf.tidy(() => {
      const y = this.run(weights, x, state);
      return { y, states: this.tf.slice(y, [0, 0], [-1, this.spec.units]) };
    });
  }

  private run(weights: LayerWeights, x: Tensor, state?: Tensor): Tensor {
    const [steps, width] = x.shape as [number, number];
    const padding = this.tf.zeros([steps, 1]);
    const sequence = this.tf.reshape(x, [steps, 1, width]);
    const input = { x: sequence, padding, ...(state && { state }) };
    return layerReference(this.tf, 'gru', weights, input).reshape([steps, -1]);
  }

  close(): void {
    // Eager operations hold nothing.
  }
}
