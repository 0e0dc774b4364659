/**
 * CTC of a batch by `CtcLoss` beside TensorFlow's own kernel, which keeps logarithms in 32 bits.
 * @module
 */
import { Random } from '../base/random';
import { CtcLoss, type CtcResult } from '../recurrent/ctc-loss';
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { GraphBuilder, type Symbolic } from '../tensor/graph-builder';
import { alternate, secondsOf } from './alternate';
import { asText, type Spread } from './spread';

/** Sizes: a long utterance in phones. */
export interface CtcSizes {
  readonly steps: number;
  readonly batch: number;
  readonly classes: number;
  readonly labels: number;
}

/** What is said of both. */
export interface CtcFigures {
  /** × real time, at 30 ms a step. */
  readonly ours: Spread;
  readonly kernel: Spread;
  readonly ratio: number;
  /** Largest difference of a gradient. */
  readonly difference: number;
}

const STEP_SECONDS = 0.03;
const USUAL: CtcSizes = { steps: 400, batch: 32, classes: 40, labels: 130 };

/** The kernel takes its sparse indices as 64-bit integers, which tfjs cannot make: the graph casts them. */
function kernelGraph(classes: number): GraphBuilder {
  const g = new GraphBuilder();
  const logits = g.input('logits', [-1, -1, classes]);
  const [indices] = g.add(
    'Cast',
    [g.input('indices', [-1, 2], 'int32')],
    { SrcT: { type: 'int32' }, DstT: { type: 'int64' } },
    [{ shape: [-1, 2], dtype: 'int64' }],
  ) as [Symbolic];
  const values = g.input('values', [-1], 'int32');
  const lengths = g.input('lengths', [-1], 'int32');
  const [losses, gradient] = g.add(
    'CTCLoss',
    [logits, indices, values, lengths],
    {
      preprocess_collapse_repeated: { b: false },
      ctc_merge_repeated: { b: true },
      ignore_longer_outputs_than_inputs: { b: true },
      T: { type: 'float32' },
    },
    [{ shape: [-1] }, { shape: [-1, -1, classes] }],
  ) as [Symbolic, Symbolic];
  g.output('losses', losses);
  g.output('gradient', gradient);
  return g;
}

/** Labels as the kernel wants them. */
function sparse(
  tf: Tensorflow,
  labels: readonly Int32Array[],
): Record<'indices' | 'values', Tensor> {
  const places = labels.flatMap((row, b) => Array.from(row, (_, i) => [b, i]));
  const values = labels.flatMap((row) => [...row]);
  return {
    indices: tf.tensor2d(places.flat(), [places.length, 2], 'int32'),
    values: tf.tensor1d(values, 'int32'),
  };
}

/** Both in turn, `runs` times each. */
export async function measureCtc(runs: number, sizes: CtcSizes = USUAL): Promise<CtcFigures> {
  const { steps, batch, classes } = sizes;
  const tf = await loadTensorflow();
  const random = new Random(1);
  const drawn = Float32Array.from({ length: steps * batch * classes }, () => 3 * random.normal());
  const logits = tf.tensor3d(drawn, [steps, batch, classes]);
  const labels = Array.from({ length: batch }, () =>
    Int32Array.from({ length: sizes.labels }, () => random.integer(classes - 1)),
  );
  const lengths = new Array<number>(batch).fill(steps);
  const graph = await CompiledGraph.compile(kernelGraph(classes));
  const feeds = { logits, ...sparse(tf, labels), lengths: tf.tensor1d(lengths, 'int32') };
  const loss = await CtcLoss.open();
  const ways = {
    ours: (): CtcResult => loss.run(logits, labels, lengths),
    kernel: (): CtcResult => graph.run<'losses' | 'gradient'>(feeds),
  };
  const gradients: Float32Array[] = [];
  for (const way of Object.values(ways)) {
    const result = way();
    gradients.push(result.gradient.dataSync() as Float32Array);
    tf.dispose([result.losses, result.gradient]);
  }
  const contestant = (way: () => CtcResult) => ({
    run: () =>
      secondsOf(() => {
        const result = way();
        result.gradient.dataSync();
        tf.dispose([result.losses, result.gradient]);
      }),
  });
  const contestants = { ours: contestant(ways.ours), kernel: contestant(ways.kernel) };
  const speeds = await alternate(contestants, runs, batch * steps * STEP_SECONDS);
  tf.dispose(feeds);
  graph.close();
  const [a, b] = gradients as [Float32Array, Float32Array];
  const { ours, kernel } = speeds as Record<'ours' | 'kernel', Spread>;
  return {
    ours,
    kernel,
    ratio: ours.median / kernel.median,
    difference: a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0),
  };
}

/** As lines. */
export function ctcTable({ ours, kernel, ratio, difference }: CtcFigures): string {
  const line = (name: string, speed: Spread): string => `| ${name} | ${asText(speed)} |`;
  return [
    '| CTC, loss and gradient | × real time, median (least–most) |',
    '| --- | --: |',
    line('ours', ours),
    line("TensorFlow's kernel", kernel),
    '',
    `${ratio.toFixed(1)} × as fast; gradients differ by ${difference.toExponential(0)} at most`,
  ].join('\n');
}
