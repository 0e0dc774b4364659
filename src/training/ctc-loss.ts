/**
 * Connectionist temporal classification: loss and gradient from TensorFlow's native kernel.
 * Source: Graves et al. 2006, "Connectionist Temporal Classification", equations 14–16.
 * @module
 */
import type { Tensor } from '@tensorflow/tfjs';
import { runKernel, type Tensorflow } from '../tensor/backend';

/** Loss of each sequence, and the gradient by the logits. */
export interface CtcResult {
  /** [B], natural logarithm; 0 where the steps are too few for the labels. */
  readonly losses: Tensor;
  /** [T, B, C]: softmax minus occupancy; 0 beyond a sequence's end. */
  readonly gradient: Tensor;
}

/**
 * CTC of a batch. The blank is the last class.
 * @param logits [T, B, C], before the softmax.
 * @param labels One array of unit numbers a sequence.
 * @param lengths Steps of each sequence.
 */
export function ctcLoss(
  tf: Tensorflow,
  logits: Tensor,
  labels: readonly Int32Array[],
  lengths: readonly number[],
): CtcResult {
  const indices = labels.flatMap((row, b) => Array.from(row, (_, i) => [b, i]));
  const values = labels.flatMap((row) => Array.from(row));
  const inputs = [
    tf.tensor2d(indices, [indices.length, 2], 'int32'),
    tf.tensor1d(values, 'int32'),
    tf.tensor1d([...lengths], 'int32'),
  ] as const;
  const [indices64] = runKernel(
    tf,
    'Cast',
    {
      SrcT: { type: 'dtype', value: 'int32' },
      DstT: { type: 'dtype', value: 'int64' },
      Truncate: { type: 'bool', value: false },
    },
    [inputs[0]],
    1,
  );
  const [losses, gradient] = runKernel(
    tf,
    'CTCLoss',
    {
      preprocess_collapse_repeated: { type: 'bool', value: false },
      ctc_merge_repeated: { type: 'bool', value: true },
      ignore_longer_outputs_than_inputs: { type: 'bool', value: true },
      T: { type: 'dtype', value: 'float32' },
    },
    [logits, indices64!, inputs[1], inputs[2]],
    2,
  );
  tf.dispose([...inputs, indices64!]);
  return { losses: losses!, gradient: gradient! };
}
