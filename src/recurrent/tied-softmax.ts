/**
 * The output of a model of symbols whose table also reads them, with its loss and all gradients in one graph:
 *   e = y·projection   logits = e·tableᵀ + bias   loss = mean cross entropy
 * N rows (steps of sequences), H units, E size of a symbol's vector, V symbols.
 * @module
 */
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { GraphBuilder, type ProductType, type Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';

/** Sizes. */
export interface TiedSoftmaxShape {
  /** N. */
  readonly rows: number;
  /** H. */
  readonly units: number;
  /** E. */
  readonly vectorSize: number;
  /** V. */
  readonly symbols: number;
}

/** By name: `table` [V, E], `projection` [H, E], `output/bias` [V]. */
export type TiedSoftmaxWeights = Readonly<Record<string, Tensor>>;

const WEIGHTS = ['table', 'projection', 'output/bias'] as const;

/** The forward part: logits, and the cross entropy [N] with its gradient [N, V]. */
function forward(
  g: GraphBuilder,
  { rows: N, units: H, vectorSize: E, symbols: V }: TiedSoftmaxShape,
) {
  const y = g.input('y', [N, H]);
  const table = g.input('table', [V, E]);
  const projection = g.input('projection', [H, E]);
  const bias = g.input('output/bias', [V]);
  const labels = g.input('labels', [N], 'int32');
  const e = op.matMul(g, y, projection);
  const logits = op.addBias(g, op.matMul(g, e, table, { transposeB: true }), bias);
  const [losses, gradient] = g.add(
    'SparseSoftmaxCrossEntropyWithLogits',
    [logits, labels],
    { T: { type: 'float32' }, Tlabels: { type: 'int32' } },
    [{ shape: [N] }, { shape: [N, V] }],
  ) as [Symbolic, Symbolic];
  return { y, table, projection, e, losses, gradient };
}

function learningGraph(shape: TiedSoftmaxShape, products: ProductType): GraphBuilder {
  const g = new GraphBuilder(products, 'tied_softmax_gradient');
  const { y, table, projection, e, losses, gradient } = forward(g, shape);
  const share = op.scalar(g, 1 / shape.rows);
  const dLogits = op.multiply(g, gradient, share);
  const de = op.matMul(g, dLogits, table);
  g.output('loss', op.multiply(g, op.sum(g, losses, [0]), share));
  g.output('d/y', op.matMul(g, de, projection, { transposeB: true }));
  g.output('d/table', op.matMul(g, dLogits, e, { transposeA: true }));
  g.output('d/projection', op.matMul(g, y, de, { transposeA: true }));
  g.output('d/output/bias', op.sum(g, dLogits, [0]));
  return g;
}

function scoringGraph(shape: TiedSoftmaxShape, products: ProductType): GraphBuilder {
  const g = new GraphBuilder(products, 'tied_softmax');
  g.output('losses', forward(g, shape).losses);
  return g;
}

/** Compiled for one shape; weights come in with every call. */
export class TiedSoftmax {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly graph: CompiledGraph,
  ) {}

  /** @param training Whether `learn` or `losses` will be called. */
  static async compile(
    shape: TiedSoftmaxShape,
    training: boolean,
    products: ProductType = 'float32',
  ): Promise<TiedSoftmax> {
    const built = training ? learningGraph(shape, products) : scoringGraph(shape, products);
    return new TiedSoftmax(await loadTensorflow(), await CompiledGraph.compile(built));
  }

  private run(weights: TiedSoftmaxWeights, y: Tensor, labels: Int32Array): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = { y, labels: this.tf.tensor1d(labels, 'int32') };
    for (const name of WEIGHTS) feeds[name] = weights[name]!;
    const out = this.graph.run<string>(feeds);
    feeds['labels']!.dispose();
    return out;
  }

  /**
   * Mean loss of all rows and its gradients, which are the caller's.
   * @param y [N, H]; stays the caller's.
   * @param labels N symbols.
   */
  learn(
    weights: TiedSoftmaxWeights,
    y: Tensor,
    labels: Int32Array,
  ): { loss: number; dy: Tensor; gradients: Record<string, Tensor> } {
    const out = this.run(weights, y, labels);
    const loss = (out['loss']!.dataSync() as Float32Array)[0]!;
    out['loss']!.dispose();
    const gradients = Object.fromEntries(WEIGHTS.map((name) => [name, out[`d/${name}`]!]));
    return { loss, dy: out['d/y']!, gradients };
  }

  /** Minus the natural log probability of each row's symbol. */
  losses(weights: TiedSoftmaxWeights, y: Tensor, labels: Int32Array): Float32Array {
    const { losses } = this.run(weights, y, labels);
    const values = losses!.dataSync() as Float32Array;
    losses!.dispose();
    return values;
  }

  /** Frees the native session. */
  close(): void {
    this.graph.close();
  }
}
