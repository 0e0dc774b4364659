/**
 * Cross entropy of a softmax, and its gradient, from TensorFlow's native kernel, as a small graph.
 * N rows, C classes: loss = log Σ exp(logits) − logits[label]; gradient by the logits = softmax − one-hot(label).
 * @module
 */
import { loadTensorflow, type Tensorflow, type Tensor } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { GraphBuilder } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';

/** Both belong to the caller. */
export interface CrossEntropyResult {
  /** [N], natural logarithm, times the row's weight. */
  readonly losses: Tensor;
  /** [N, C], times the row's weight. */
  readonly gradient: Tensor;
}

function crossEntropyGraph(classes: number): GraphBuilder {
  const g = new GraphBuilder('float32', 'cross-entropy');
  const logits = g.input('logits', [-1, classes]);
  const labels = g.input('labels', [-1], 'int32');
  const weights = g.input('weights', [-1, 1]);
  const [losses, gradient] = g.add(
    'SparseSoftmaxCrossEntropyWithLogits',
    [logits, labels],
    { T: { type: 'float32' }, Tlabels: { type: 'int32' } },
    [{ shape: [-1] }, { shape: [-1, classes] }],
  );
  const [flat] = g.add(
    'Reshape',
    [weights, g.constant(Int32Array.of(-1))],
    { T: { type: 'float32' }, Tshape: { type: 'int32' } },
    [{ shape: [-1] }],
  );
  g.output('losses', op.multiply(g, losses!, flat!));
  g.output('gradient', op.multiply(g, gradient!, weights));
  return g;
}

/** The loss for one number of classes. */
export class CrossEntropy {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly graph: CompiledGraph,
    private readonly classes: number,
  ) {}

  /** @param classes C. */
  static async compile(classes: number): Promise<CrossEntropy> {
    const graph = await CompiledGraph.compile(crossEntropyGraph(classes));
    return new CrossEntropy(await loadTensorflow(), graph, classes);
  }

  /**
   * Loss and gradient of N rows.
   * @param logits [N, C], before the softmax; stays the caller's.
   * @param labels N classes.
   * @param weights N factors: 0 for a row that does not count, for instance padding; all 1 if not given.
   * @throws RangeError for a label that is no class.
   */
  run(logits: Tensor, labels: Int32Array, weights?: Float32Array): CrossEntropyResult {
    const { tf, classes } = this;
    const wrong = labels.find((label) => !(label >= 0 && label < classes));
    if (wrong !== undefined) {
      throw new RangeError(`Cannot score label ${wrong} as there are classes 0 to ${classes - 1}`);
    }
    const feeds = {
      labels: tf.tensor1d(labels, 'int32'),
      weights: tf.tensor2d(weights ?? new Float32Array(labels.length).fill(1), [labels.length, 1]),
    };
    const result = this.graph.run<'losses' | 'gradient'>({ logits, ...feeds });
    tf.dispose(feeds);
    return result;
  }

  /** Frees the native session. */
  close(): void {
    this.graph.close();
  }
}
