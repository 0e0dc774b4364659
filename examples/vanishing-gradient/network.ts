/**
 * One recurrent layer with a dense layer on its last state, trained by backpropagation through time.
 * T = lag + 1 steps, B batch, I input size, H units.
 * @module
 */
import { Random } from '../../src/base/random';
import { AdamW } from '../../src/recurrent/adamw';
import type { CellName } from '../../src/recurrent/cell';
import { CELLS } from '../../src/recurrent/cells';
import { CompiledLayer } from '../../src/recurrent/compiled-layer';
import { CrossEntropy } from '../../src/recurrent/cross-entropy';
import { dense } from '../../src/recurrent/dense';
import { RecurrentLayer, type LayerPass } from '../../src/recurrent/recurrent-layer';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../src/tensor/backend';
import { INPUT_SIZE, SYMBOLS, type TaskBatch } from './task';

export const UNITS = 32;
export const BATCH = 32;
const OPTIMISER = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, clipNorm: 1 };

type Named = Record<string, Tensor>;

/** The gate that keeps the state, by its place among the biases. */
const KEEPING_GATE: Readonly<Partial<Record<CellName, number>>> = { lstm: 1, gru: 1 };

/**
 * Uniform ± 1/√H, biases 0. Gates that keep the state begin open for about as long as the lag: bias log(u), u from 1
 * to the lag. Source: Tallec and Ollivier 2018, "Can recurrent neural networks warp time?".
 */
function firstWeights(tf: Tensorflow, cell: CellName, lag: number, random: Random): Named {
  const limit = 1 / Math.sqrt(UNITS);
  const uniform = (shape: readonly number[]): Tensor => {
    const size = shape.reduce((a, b) => a * b, 1);
    return tf.tensor(
      Float32Array.from({ length: size }, () => limit * (2 * random.next() - 1)),
      [...shape],
    );
  };
  const weights: Named = {};
  for (const [name, shape] of Object.entries(CELLS[cell].parameterShapes(INPUT_SIZE, UNITS))) {
    if (shape.length > 1) {
      weights[`forward/${name}`] = uniform(shape);
      continue;
    }
    const values = new Float32Array(shape[0]!);
    const gate = KEEPING_GATE[cell];
    for (let unit = 0; name === 'bias' && gate !== undefined && unit < UNITS; unit++) {
      values[gate * UNITS + unit] = Math.log(1 + random.next() * (lag - 1));
    }
    weights[`forward/${name}`] = tf.tensor1d(values);
  }
  weights['output/kernel'] = uniform([UNITS, SYMBOLS]);
  weights['output/bias'] = tf.zeros([SYMBOLS]);
  return weights;
}

/** What a batch said. */
export interface BatchResult {
  /** Natural logarithm. */
  readonly loss: number;
  /** Share of right answers. */
  readonly right: number;
}

/** A network for one cell and one lag. */
export class LagNetwork {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly lag: number,
    /** All steps in one graph: to learn. */
    private readonly whole: RecurrentLayer,
    /** One step a graph: to see the gradient at every step. */
    private readonly single: RecurrentLayer,
    private readonly output: CompiledLayer,
    private readonly loss: CrossEntropy,
    private readonly optimiser: AdamW,
  ) {}

  static async create(cell: CellName, lag: number, seed: number): Promise<LagNetwork> {
    const tf = await loadTensorflow();
    const layer = (steps: number): Promise<RecurrentLayer> =>
      RecurrentLayer.compile(
        CELLS[cell],
        { batch: BATCH, steps, inputSize: INPUT_SIZE, units: UNITS },
        { training: true, directions: ['forward'] },
      );
    return new LagNetwork(
      tf,
      lag,
      await layer(lag + 1),
      await layer(1),
      await CompiledLayer.compile(dense([BATCH, UNITS], SYMBOLS), true),
      await CrossEntropy.compile(SYMBOLS),
      await AdamW.compile(firstWeights(tf, cell, lag, new Random(seed)), OPTIMISER),
    );
  }

  /** Learns from a batch; the result is that of before. */
  train(batch: TaskBatch, rate: number): BatchResult {
    const { tf } = this;
    const [x] = this.blocks(batch, 1);
    const padding = tf.zeros([this.lag + 1, BATCH]);
    const pass = this.whole.forward(this.weightsOf('forward'), [x!], [padding]);
    const head = this.head(pass, batch.labels);
    const dTop = tf.tidy(() =>
      tf.pad(tf.expandDims(head.dLast), [
        [this.lag, 0],
        [0, 0],
        [0, 0],
      ]),
    );
    const back = this.whole.backward(
      this.weightsOf('forward'),
      pass,
      [dTop],
      this.zeros('forward'),
    );
    tf.dispose([x!, padding, pass.blocks, head.dLast, dTop, back.dInputs]);
    this.optimiser.step({ ...back.gradients, ...head.gradients }, rate);
    return head.result;
  }

  /** Answers a batch. */
  test(batch: TaskBatch): BatchResult {
    const { tf } = this;
    const [x] = this.blocks(batch, 1);
    const padding = tf.zeros([this.lag + 1, BATCH]);
    const pass = this.whole.forward(this.weightsOf('forward'), [x!], [padding]);
    this.whole.forget(pass);
    const { result, dLast, gradients } = this.head(pass, batch.labels);
    tf.dispose([x!, padding, pass.blocks, dLast, gradients]);
    return result;
  }

  /** Norm of the gradient of the loss by the states before each step, for t = 0 to lag. */
  gradientThroughTime(batch: TaskBatch): number[] {
    const { tf } = this;
    const steps = this.lag + 1;
    const x = this.blocks(batch, steps);
    const padding = tf.zeros([1, BATCH]);
    const none = tf.zeros([1, BATCH, UNITS]);
    const pass = this.single.forward(
      this.weightsOf('forward'),
      x,
      x.map(() => padding),
    );
    const { dLast, gradients } = this.head(pass, batch.labels);
    const last = tf.expandDims(dLast);
    const norms: number[] = [];
    const back = this.single.backward(
      this.weightsOf('forward'),
      pass,
      x.map((_, t) => (t === this.lag ? last : none)),
      this.zeros('forward'),
      {
        watch: (_, t, states) => {
          norms[t] = Math.hypot(...Object.values(states).flatMap((s) => Array.from(s.dataSync())));
        },
      },
    );
    tf.dispose([
      x,
      padding,
      none,
      pass.blocks,
      dLast,
      last,
      gradients,
      back.dInputs,
      { ...back.gradients },
    ]);
    return norms;
  }

  close(): void {
    for (const part of [this.whole, this.single, this.output, this.loss, this.optimiser]) {
      part.close();
    }
  }

  private blocks({ x }: TaskBatch, count: number): Tensor[] {
    return this.tf.tidy(() =>
      this.tf.split(this.tf.tensor3d(x, [this.lag + 1, BATCH, INPUT_SIZE]), count),
    );
  }

  private weightsOf(part: 'forward' | 'output'): Named {
    const own = Object.entries(this.optimiser.weights).filter(([name]) => name.startsWith(part));
    return Object.fromEntries(
      part === 'forward' ? own : own.map(([name, w]) => [name.slice(7), w]),
    );
  }

  private zeros(part: 'forward'): Named {
    const own = Object.entries(this.weightsOf(part));
    return Object.fromEntries(own.map(([name, w]) => [name, this.tf.zerosLike(w)]));
  }

  /** Dense layer and loss on the last state: the gradient by that state, and by the dense layer's weights. */
  private head(
    pass: LayerPass,
    labels: Int32Array,
  ): { result: BatchResult; dLast: Tensor; gradients: Named } {
    const { tf } = this;
    const top = pass.blocks.at(-1)!;
    const x = tf.tidy(() => tf.reshape(tf.slice(top, [top.shape[0] - 1, 0, 0]), [BATCH, UNITS]));
    const weights = this.weightsOf('output');
    const run = this.output.forward(weights, { x });
    const { losses, gradient } = this.loss.run(
      run.outputs['y']!,
      labels,
      new Float32Array(BATCH).fill(1 / BATCH),
    );
    const made = this.output.backward(weights, { x }, run, { y: gradient });
    const loss = Array.from(losses.dataSync()).reduce((a, b) => a + b, 0);
    const answers = tf.tidy(() => tf.argMax(run.outputs['y']!, 1).dataSync());
    const right = labels.filter((label, b) => answers[b] === label).length / BATCH;
    tf.dispose([x, { ...run.outputs }, losses, gradient]);
    return {
      result: { loss, right },
      dLast: made.inputs['x']!,
      gradients: { 'output/kernel': made.weights['kernel']!, 'output/bias': made.weights['bias']! },
    };
  }
}
