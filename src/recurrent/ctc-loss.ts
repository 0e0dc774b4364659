/**
 * Connectionist temporal classification: loss and gradient from TensorFlow's native kernel, as a small graph.
 * Source: Graves et al. 2006, "Connectionist Temporal Classification", equations 14–16.
 * @module
 */
import { loadTensorflow, type Tensorflow, type Tensor } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { GraphBuilder } from '../tensor/graph-builder';
import { cast } from '../tensor/graph-operations';

/** Loss of each sequence, and the gradient by the logits; both belong to the caller. */
export interface CtcResult {
  /** [B], natural logarithm; ∞ where the steps cannot hold the labels (see `stepsNeeded`). */
  readonly losses: Tensor;
  /** [T, B, C]: softmax minus occupancy; 0 beyond a sequence's end. */
  readonly gradient: Tensor;
}

/** The kernel takes its sparse indices as 64-bit integers, which tfjs cannot make: the graph casts them. */
function ctcGraph(classes: number): GraphBuilder {
  const g = new GraphBuilder();
  const logits = g.input('logits', [-1, -1, classes]);
  const indices = cast(g, g.input('indices', [-1, 2], 'int32'), 'int64');
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
  );
  g.output('losses', losses!);
  g.output('gradient', gradient!);
  return g;
}

/** The loss for one number of classes; the blank is the last class. */
export class CtcLoss {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly graph: CompiledGraph,
  ) {}

  /** @param classes Units and the blank. */
  static async compile(classes: number): Promise<CtcLoss> {
    return new CtcLoss(await loadTensorflow(), await CompiledGraph.compile(ctcGraph(classes)));
  }

  /**
   * CTC of a batch.
   * @param logits [T, B, C], before the softmax; stays the caller's.
   * @param labels One array of unit numbers a sequence.
   * @param lengths Steps of each sequence.
   */
  run(logits: Tensor, labels: readonly Int32Array[], lengths: readonly number[]): CtcResult {
    const { tf } = this;
    const count = labels.reduce((n, row) => n + row.length, 0);
    const indices = new Int32Array(2 * count);
    const values = new Int32Array(count);
    let at = 0;
    for (const [b, row] of labels.entries()) {
      for (const [position, label] of row.entries()) {
        indices[2 * at] = b;
        indices[2 * at + 1] = position;
        values[at++] = label;
      }
    }
    const feeds = {
      indices: tf.tensor2d(indices, [count, 2], 'int32'),
      values: tf.tensor1d(values, 'int32'),
      lengths: tf.tensor1d([...lengths], 'int32'),
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
