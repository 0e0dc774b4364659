/**
 * Opens a trained network on whichever backend there is.
 * @module
 */
import { matrix, type Matrix } from '../base/matrix';
import { loadBackend, type Tensorflow, type Tensor } from '../tensor/backend';
import {
  CHUNK_STEPS,
  CONTEXT_STEPS,
  type AcousticNetwork,
  type ChunkedForward,
} from './acoustic-network';
import { underPrefix, type AcousticSpec } from './acoustic-spec';
import { CompiledLayerStack, EagerLayerStack, type LayerStack } from './layer-stack';

/** One weight array: numbers and their shape. */
interface WeightValues {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

class LoadedNetwork implements AcousticNetwork {
  readonly classes: number;
  private readonly layerWeights: readonly Record<string, Tensor>[];

  constructor(
    readonly tf: Tensorflow,
    readonly spec: AcousticSpec,
    readonly stack: LayerStack,
    private readonly weights: Readonly<Record<string, Tensor>>,
  ) {
    this.classes = spec.classes;
    this.layerWeights = Array.from({ length: spec.layers }, (_, i) =>
      underPrefix(weights, `layer${i}`),
    );
  }

  forward(steps: Matrix): Matrix {
    if (steps.rows === 0) return matrix(0, this.classes, new Float32Array(0));
    let x: Tensor = this.tf.tensor2d(steps.data, [steps.rows, steps.columns]);
    for (const [index, weights] of this.layerWeights.entries()) {
      const y = this.stack.whole(index, weights, x);
      x.dispose();
      x = y;
    }
    return this.posteriors(x, steps.rows);
  }

  openChunks(): ChunkedForward {
    return new LoadedChunks(this, this.layerWeights);
  }

  /** [T, 2H] → log posteriors of the first `rows` steps; frees `top`. */
  posteriors(top: Tensor, rows: number): Matrix {
    const { tf } = this;
    const output = tf.tidy(() => {
      const used = tf.slice(top, [0, 0], [rows, -1]);
      const logits = tf.add(
        tf.matMul(used, this.weights['output/kernel']!),
        this.weights['output/bias']!,
      );
      return tf.logSoftmax(logits);
    });
    const data = output.dataSync() as Float32Array;
    tf.dispose([top, output]);
    return matrix(rows, this.classes, data);
  }

  close(): void {
    this.stack.close();
    this.tf.dispose(this.weights);
  }
}

class LoadedChunks implements ChunkedForward {
  readonly chunkSteps = CHUNK_STEPS;
  readonly contextSteps = CONTEXT_STEPS;
  private states: Tensor[];

  constructor(
    private readonly network: LoadedNetwork,
    private readonly layerWeights: readonly Record<string, Tensor>[],
  ) {
    this.states = layerWeights.map(() => network.tf.zeros([1, network.spec.units]));
  }

  forward(steps: Matrix, chunkRows: number): Matrix {
    const { tf } = this.network;
    if (chunkRows < 1 || chunkRows > steps.rows || steps.rows > CHUNK_STEPS + CONTEXT_STEPS) {
      throw new RangeError(
        `Cannot run a chunk as it needs 1 to ${CHUNK_STEPS + CONTEXT_STEPS} rows: current count is ${steps.rows}, ${chunkRows} of them its own`,
      );
    }
    let x: Tensor = tf.tensor2d(steps.data, [steps.rows, steps.columns]);
    for (const [index, weights] of this.layerWeights.entries()) {
      const { y, states } = this.network.stack.chunk(index, weights, x, this.states[index]!);
      const carried = tf.slice(states, [chunkRows - 1, 0], [1, -1]);
      tf.dispose([x, states, this.states[index]!]);
      this.states[index] = carried;
      x = y;
    }
    return this.network.posteriors(x, chunkRows);
  }

  close(): void {
    this.network.tf.dispose(this.states);
    this.states = [];
  }
}

/** Loads the weights into the backend and compiles the graphs, where the backend has graphs. */
export async function openAcousticNetwork(
  spec: AcousticSpec,
  weights: Readonly<Record<string, WeightValues>>,
): Promise<AcousticNetwork> {
  const { tf, kind } = await loadBackend();
  const tensors = Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );
  const stack =
    kind === 'native' ? await CompiledLayerStack.compile(tf, spec) : new EagerLayerStack(tf, spec);
  return new LoadedNetwork(tf, spec, stack, tensors);
}
