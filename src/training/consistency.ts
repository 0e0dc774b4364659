/**
 * Consistency: every recording of a batch is heard twice, varied in two ways at one speed, and each hearing learns what the
 * other one says of every step, beside its own labels. What depends on the variation is unlearned.
 * Source: Yao et al. 2024, "CR-CTC: consistency regularization on CTC for improved speech recognition", section 3.
 * T steps, B utterances: the first half of a batch, and in the same order their other hearings; C classes.
 * @module
 */
import type { Tensorflow, Tensor } from '../tensor/backend';

/**
 * Σ over utterances and steps of KL(other ‖ own): the other hearing is a fixed target, so that the gradient is
 * own − other. Both results are the caller's.
 * @param logits [T, B, C]; stay the caller's.
 * @param padding n tensors [S, B] with n·S = T, 1 where an utterance has ended.
 * @returns losses [B], gradient [T, B, C].
 * @throws RangeError for an odd batch.
 */
export function consistencyLoss(
  tf: Tensorflow,
  logits: Tensor,
  padding: readonly Tensor[],
): { losses: Tensor; gradient: Tensor } {
  const [, B] = logits.shape as [number, number, number];
  if (B % 2 !== 0) {
    throw new RangeError(`Cannot compare hearings as their number must be even: current is ${B}`);
  }
  return tf.tidy(() => {
    const swapped = (x: Tensor): Tensor => {
      const [first, second] = tf.split(x, 2, 1) as [Tensor, Tensor];
      return tf.concat([second, first], 1);
    };
    const logs = tf.logSoftmax(logits);
    const own = tf.exp(logs);
    const otherLogs = swapped(logs);
    const other = swapped(own);
    const spoken = tf.sub(1, tf.expandDims(tf.concat([...padding]), 2));
    const divergence = tf.mul(other, tf.sub(otherLogs, logs));
    return {
      losses: tf.sum(tf.mul(divergence, spoken), [0, 2]),
      gradient: tf.mul(tf.sub(own, other), spoken),
    };
  });
}
