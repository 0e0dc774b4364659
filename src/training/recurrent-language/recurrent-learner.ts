/**
 * One training step of the recurrent language model: vectors, LSTM, tied output, and back. The LSTM's state goes on from
 * step to step, the gradient stops at a step's start.
 * S symbols of B streams side by side; other sizes as in recurrent-spec.ts.
 * @module
 */
import {
  lstmWeights,
  recurrentShapes,
  type RecurrentSpec,
} from '../../language/recurrent/recurrent-spec';
import { AdamW, type NamedTensors, type OptimiserState } from '../../recurrent/adamw';
import { CompiledLayer } from '../../recurrent/compiled-layer';
import { embedding } from '../../recurrent/embedding';
import { LSTM } from '../../recurrent/lstm-cell';
import { RecurrentLayer } from '../../recurrent/recurrent-layer';
import { TiedSoftmax } from '../../recurrent/tied-softmax';
import { TruncatedLayer } from '../../recurrent/truncated-layer';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../tensor/backend';
import type { ProductType } from '../../tensor/graph-builder';
import type { Random } from '../../base/random';
import type { WeightArray } from '../../bundle/weights-file';
import type { StreamBatch, StreamShape } from './piece-streams';

const OPTIMISER = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0, clipNorm: 1 };
/** Wide enough that first vectors differ, small enough that the first guesses are even. */
const TABLE_LIMIT = 0.1;
/** First bias of the forget gates, so that a state is kept at first (Jozefowicz et al. 2015). */
const FORGET_BIAS = 1;

/** Random first weights, uniform in ±1/√H. */
export function firstRecurrentWeights(
  spec: RecurrentSpec,
  random: Random,
): Record<string, WeightArray> {
  const { units: H } = spec;
  const usual = 1 / Math.sqrt(H);
  return Object.fromEntries(
    Object.entries(recurrentShapes(spec)).map(([name, shape]) => {
      const limit = name === 'table' ? TABLE_LIMIT : name.endsWith('bias') ? 0 : usual;
      const size = shape.reduce((a, b) => a * b, 1);
      const data = Float32Array.from({ length: size }, () => (2 * random.next() - 1) * limit);
      if (name === 'forward/bias') data.fill(FORGET_BIAS, H, 2 * H);
      return [name, { shape, data }];
    }),
  );
}

/** What one step told. */
export interface RecurrentStep {
  /** Mean of a symbol, natural logarithm. */
  readonly loss: number;
  /** False where the gradient was not finite and the step was thrown away. */
  readonly applied: boolean;
}

/** Owns the weights while they are learned. */
export class RecurrentLearner {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: RecurrentSpec,
    private readonly shape: StreamShape,
    readonly optimiser: AdamW,
    private readonly vectors: CompiledLayer,
    private readonly layer: RecurrentLayer,
    private readonly streams: TruncatedLayer,
    private readonly output: TiedSoftmax,
    private readonly padding: Tensor,
  ) {}

  /** Compiles all graphs; takes over `weights` and `state`. */
  static async create(
    spec: RecurrentSpec,
    shape: StreamShape,
    products: ProductType,
    weights: NamedTensors,
    state?: OptimiserState,
  ): Promise<RecurrentLearner> {
    const tf = await loadTensorflow();
    const { steps, streams: batch } = shape;
    const { symbols, vectorSize, units } = spec;
    const layer = await RecurrentLayer.compile(
      LSTM,
      { batch, steps, inputSize: vectorSize, units },
      { training: true, directions: ['forward'], products },
    );
    return new RecurrentLearner(
      tf,
      spec,
      shape,
      await AdamW.compile(weights, OPTIMISER, state),
      await CompiledLayer.compile(embedding([steps, batch], symbols, vectorSize), true),
      layer,
      await TruncatedLayer.over(layer),
      await TiedSoftmax.compile(
        { rows: steps * batch, units, vectorSize, symbols },
        true,
        products,
      ),
      tf.zeros([steps, batch]),
    );
  }

  /** The next step begins with fresh states. */
  restart(): void {
    this.streams.restart();
  }

  /** Learns from the next S symbols of each stream. */
  step(batch: StreamBatch, rate: number): RecurrentStep {
    const { tf, spec } = this;
    const { steps: S, streams: B } = this.shape;
    const { units: H } = spec;
    const { weights } = this.optimiser;
    const table = { table: weights['table']! };
    const lstm = lstmWeights(weights);
    const indices = tf.tensor2d(batch.inputs, [S, B], 'int32');
    const vectors = this.vectors.forward(table, { indices });
    const pass = this.streams.forward(lstm, [vectors.outputs['y']!], [this.padding]);
    const top = pass.blocks[0]!;
    const flat = top.reshape([S * B, H]);
    const { loss, dy, gradients } = this.output.learn(weights, flat, batch.labels);
    const dTop = dy.reshape([S, B, H]);
    const zeros = Object.fromEntries(
      Object.entries(lstm).map(([name, w]) => [name, tf.zerosLike(w)]),
    );
    const back = this.layer.backward(lstm, pass, [dTop], zeros);
    const { weights: read } = this.vectors.backward(table, { indices }, vectors, {
      y: back.dInputs[0]!,
    });
    const dTable = tf.add(gradients['table']!, read['table']!);
    tf.dispose([indices, vectors.outputs, top, flat, dy, dTop, gradients['table']!]);
    tf.dispose([read['table']!, back.dInputs]);
    const { applied } = this.optimiser.step(
      { ...gradients, ...back.gradients, table: dTable },
      rate,
    );
    return { loss, applied };
  }

  /** Frees everything, the weights too. */
  close(): void {
    this.streams.restart();
    this.optimiser.close();
    this.vectors.close();
    this.layer.close();
    this.output.close();
    this.padding.dispose();
  }
}
