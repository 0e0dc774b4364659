/**
 * Opens a trained network on whichever backend there is.
 * @module
 */
import { matrix, rowsOf, type Matrix } from '../base/matrix';
import { loadBackend, type Tensorflow, type Tensor } from '../tensor/backend';
import {
  CHUNK_STEPS,
  CONTEXT_STEPS,
  type ChunkedForward,
  type Hearings,
  type SeveralChunked,
  type SeveralOutputs,
} from './acoustic-network';
import { noPast, pastOf, patternsOf } from './convolution-front';
import {
  FRONT,
  isResidual,
  outputsOf,
  underPrefix,
  type AcousticOutput,
  type AcousticSpec,
  type OutputName,
} from './acoustic-spec';
import {
  CompiledLayerStack,
  EagerLayerStack,
  type ChunkStates,
  type LayerStack,
} from './layer-stack';

/**
 * Products have a number of rows that is a multiple of this: the native library keeps something for every size that it meets, and
 * hours of recordings would bring ever new ones.
 */
const ROWS_MULTIPLE = 64;

/** Every step is heard once, as it is. */
const ONCE: Hearings = { count: 1, of: ({ data }) => data };

/** One weight array: numbers and their shape. */
interface WeightValues {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

class LoadedNetwork implements SeveralOutputs {
  private readonly layerWeights: readonly Record<string, Tensor>[];
  private readonly front: Record<string, Tensor>;

  constructor(
    readonly tf: Tensorflow,
    readonly spec: AcousticSpec,
    readonly stack: LayerStack,
    private readonly hearings: Hearings,
    private readonly weights: Readonly<Record<string, Tensor>>,
  ) {
    this.layerWeights = Array.from({ length: spec.layers }, (_, i) =>
      underPrefix(weights, `layer${i}`),
    );
    this.front = underPrefix(weights, FRONT);
  }

  forward(steps: Matrix, output: OutputName = 'characters'): Matrix {
    return this.outputs(steps, [output])[0]!;
  }

  outputs(steps: Matrix, names: readonly OutputName[]): Matrix[] {
    const asked = names.map((name) => this.output(name));
    if (steps.rows === 0) return asked.map(({ classes }) => matrix(0, classes, new Float32Array()));
    const x = this.patterns(this.heard(steps), this.noPast());
    return this.climb(x, asked, steps.rows, (index, weights, below) =>
      this.stack.whole(index, weights, below),
    );
  }

  /**
   * From layer to layer as far as the outputs need.
   * @param x [T, B, I], taken over.
   * @param layer What a layer makes of its input.
   * @returns Log posteriors of the first `rows` steps, one matrix for each output.
   */
  climb(
    x: Tensor,
    asked: readonly AcousticOutput[],
    rows: number,
    layer: (index: number, weights: Record<string, Tensor>, x: Tensor) => Tensor,
  ): Matrix[] {
    const found = new Map<AcousticOutput, Matrix>();
    const needed = Math.max(...asked.map(({ after }) => after));
    let top = x;
    for (const [index, weights] of this.layerWeights.slice(0, needed).entries()) {
      top = this.pass(index, top, layer(index, weights, top));
      for (const output of asked) {
        if (output.after === index + 1) found.set(output, this.posteriors(top, rows, output));
      }
    }
    top.dispose();
    return asked.map((output) => found.get(output)!);
  }

  /** T × I → [T, B, I]. */
  heard(steps: Matrix): Tensor {
    const { count } = this.hearings;
    return this.tf.tensor3d(this.hearings.of(steps), [steps.rows, count, steps.columns]);
  }

  /** The frames before an utterance, where the network has convolutions that hear them. */
  noPast(): Tensor | undefined {
    const { inputSize, filters } = this.spec;
    return filters === undefined ? undefined : noPast(this.tf, inputSize, this.hearings.count);
  }

  /** What the first layer reads: x, or what convolutions find in it and the frames before; takes both over. */
  patterns(x: Tensor, past: Tensor | undefined): Tensor {
    if (past === undefined) return x;
    const read = patternsOf(this.tf, this.front, x, past);
    this.tf.dispose([x, past]);
    return read;
  }

  /** What layer `index` hands on: `y`, on top of its input `x` where it is residual; frees what is not handed on. */
  pass(index: number, x: Tensor, y: Tensor): Tensor {
    const handed = isResidual(this.spec, index) ? this.tf.add(x, y) : y;
    this.tf.dispose(handed === y ? x : [x, y]);
    return handed;
  }

  openChunks(output: OutputName = 'characters'): ChunkedForward {
    return this.openChunksOf([output]);
  }

  openChunksOf(names: readonly OutputName[]): SeveralChunked {
    return new LoadedChunks(
      this,
      names.map((name) => this.output(name)),
    );
  }

  private output(name: OutputName): AcousticOutput {
    const found = outputsOf(this.spec).find((output) => output.name === name);
    if (!found) throw new RangeError(`Cannot write ${name} as the network has no such output`);
    return found;
  }

  /**
   * [T, B, 2H] → log posteriors of the first `rows` steps. The output layer is linear: what it makes of the mean
   * of several hearings is the mean of their log posteriors, scaled to sum to 1.
   */
  private posteriors(top: Tensor, rows: number, { prefix, classes }: AcousticOutput): Matrix {
    const { tf } = this;
    const missing = Math.ceil(rows / ROWS_MULTIPLE) * ROWS_MULTIPLE - rows;
    const output = tf.tidy(() => {
      const used = tf.pad(tf.mean(tf.slice(top, [0, 0, 0], [rows, -1, -1]), 1), [
        [0, missing],
        [0, 0],
      ]);
      const logits = tf.add(
        tf.matMul(used, this.weights[`${prefix}/kernel`]!),
        this.weights[`${prefix}/bias`]!,
      );
      return tf.logSoftmax(logits);
    });
    const data = output.dataSync() as Float32Array;
    output.dispose();
    return matrix(rows, classes, data.slice(0, rows * classes));
  }

  close(): void {
    this.stack.close();
    this.tf.dispose(this.weights);
  }
}

class LoadedChunks implements SeveralChunked {
  readonly chunkSteps = CHUNK_STEPS;
  readonly contextSteps = CONTEXT_STEPS;
  private states: ChunkStates[];
  /** The last frames of the chunk before, where the network has convolutions. */
  private past: Tensor | undefined;

  constructor(
    private readonly network: LoadedNetwork,
    private readonly asked: readonly AcousticOutput[],
  ) {
    const layers = Math.max(...asked.map(({ after }) => after));
    this.states = Array.from({ length: layers }, () => network.stack.firstStates());
    this.past = network.noPast();
  }

  forward(steps: Matrix, chunkRows: number): Matrix {
    return rowsOf(this.outputs(steps, chunkRows)[0]!, 0, chunkRows);
  }

  outputs(steps: Matrix, chunkRows: number): Matrix[] {
    const { tf } = this.network;
    const last = chunkRows === steps.rows;
    if (steps.rows < 1 || steps.rows > CHUNK_STEPS + CONTEXT_STEPS) {
      throw new RangeError(
        `Cannot run a chunk as it needs 1 to ${CHUNK_STEPS + CONTEXT_STEPS} rows: current count is ${steps.rows}`,
      );
    }
    if (chunkRows !== CHUNK_STEPS && !last) {
      throw new RangeError(
        `Cannot run a chunk as ${CHUNK_STEPS} rows must be its own, or all of the last: current count is ${chunkRows}`,
      );
    }
    const heard = this.network.heard(steps);
    const past = this.past && pastOf(tf, heard, chunkRows);
    const x = this.network.patterns(heard, this.past);
    this.past = past;
    return this.network.climb(x, this.asked, steps.rows, (index, weights, below) => {
      const result = this.network.stack.chunk(index, weights, below, this.states[index]!);
      tf.dispose(this.states[index]!);
      this.states[index] = result.states;
      return result.y;
    });
  }

  close(): void {
    this.network.tf.dispose([this.states, this.past ?? []]);
    this.states = [];
    this.past = undefined;
  }
}

/**
 * Loads the weights into the backend and compiles the graphs, where the backend has graphs.
 * @param hearings How often and how every step is heard; once where nothing is said, and on WebAssembly, which could not
 * keep up with speech otherwise.
 */
export async function openAcousticNetwork(
  spec: AcousticSpec,
  weights: Readonly<Record<string, WeightValues>>,
  hearings: Hearings = ONCE,
): Promise<SeveralOutputs> {
  const { tf, kind } = await loadBackend();
  const tensors = Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );
  if (kind === 'wasm') {
    return new LoadedNetwork(tf, spec, new EagerLayerStack(tf, spec), ONCE, tensors);
  }
  const stack = await CompiledLayerStack.compile(tf, spec, hearings.count);
  return new LoadedNetwork(tf, spec, stack, hearings, tensors);
}
