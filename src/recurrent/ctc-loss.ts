/**
 * Connectionist temporal classification: loss and gradient of a batch. The sums over alignments are plain arithmetic
 * on a few numbers a step, for which a graph's operations are too small: several times faster than TensorFlow's own
 * kernel, which keeps logarithms (`bench --ctc`).
 * Source: Graves et al. 2006, "Connectionist Temporal Classification".
 * @module
 */
import { loadTensorflow, type Tensorflow, type Tensor } from '../tensor/backend';
import { ctcReference } from './ctc-reference';
import { CtcSequence } from './ctc-sequence';

/** Loss of each sequence, and the gradient by the logits; both belong to the caller. */
export interface CtcResult {
  /** [B], natural logarithm; ∞ where the steps cannot hold the labels (see `stepsNeeded`). */
  readonly losses: Tensor;
  /** [T, B, C]: softmax minus occupancy; 0 beyond a sequence's end, and where the loss is ∞. */
  readonly gradient: Tensor;
}

/** The loss; the blank is the last class. */
export class CtcLoss {
  private readonly sequence = new CtcSequence();

  private constructor(private readonly tf: Tensorflow) {}

  /** Loads TensorFlow. */
  static async open(): Promise<CtcLoss> {
    return new CtcLoss(await loadTensorflow());
  }

  /**
   * CTC of a batch.
   * @param logits [T, B, C], before the softmax; stays the caller's.
   * @param labels One array of unit numbers a sequence.
   * @param lengths Steps of each sequence.
   */
  run(logits: Tensor, labels: readonly Int32Array[], lengths: readonly number[]): CtcResult {
    const { tf } = this;
    const [steps, B, classes] = logits.shape as [number, number, number];
    const softmax = tf.softmax(logits);
    const posteriors = softmax.dataSync() as Float32Array;
    softmax.dispose();
    const gradient = new Float32Array(steps * B * classes);
    const losses = new Float32Array(B);
    for (const [b, row] of labels.entries()) {
      const place = { posteriors, gradient, classes, first: b * classes, stride: B * classes };
      losses[b] = this.sequence.learn({ ...place, steps: lengths[b]! }, row);
      if (Number.isNaN(losses[b])) {
        losses[b] = inLogarithms(tf, logits, b, lengths[b]!, row, gradient);
      }
    }
    return { losses: tf.tensor1d(losses), gradient: tf.tensor3d(gradient, [steps, B, classes]) };
  }
}

/** The slow way, which nothing is too improbable for: fills in the gradient of sequence `b`, and gives its loss. */
function inLogarithms(
  tf: Tensorflow,
  logits: Tensor,
  b: number,
  steps: number,
  labels: Int32Array,
  gradient: Float32Array,
): number {
  const [, B, classes] = logits.shape as [number, number, number];
  const own = tf.tidy(() => tf.slice(logits, [0, b, 0], [steps, 1, classes]));
  const reference = ctcReference(own.dataSync(), classes, Array.from(labels));
  own.dispose();
  for (let t = 0; t < steps; t++) {
    const row = reference.gradient.subarray(t * classes, (t + 1) * classes);
    gradient.set(row, (t * B + b) * classes);
  }
  return reference.loss;
}
