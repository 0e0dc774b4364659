/**
 * Character error rate of the network in training, by greedy decoding.
 * @module
 */
import { matrix } from '../base/matrix';
import { Random } from '../base/random';
import { greedyDecode } from '../decoder/greedy';
import { editDistance } from '../text/edit-distance';
import type { Tensorflow } from '../tensor/backend';
import type { AcousticLearner } from './acoustic-learner';
import { layOut, type Example } from './batch';

/**
 * Edits over reference units, in batches of the learner's own size; the few examples that do not fill a batch
 * are left out.
 */
export async function characterErrorRate(
  tf: Tensorflow,
  learner: AcousticLearner,
  examples: readonly Example[],
  plan: { readonly blockSteps: number; readonly batchSize: number },
): Promise<number> {
  const sorted = [...examples].sort((a, b) => a.stepCount - b.stepCount);
  let edits = 0;
  let units = 0;
  for (let at = 0; at + plan.batchSize <= sorted.length; at += plan.batchSize) {
    const part = sorted.slice(at, at + plan.batchSize);
    const logits = await learner.logits(layOut(part, plan.blockSteps, undefined, new Random(0)));
    const [steps, , classes] = logits.shape as [number, number, number];
    const byUtterance = tf.transpose(logits, [1, 0, 2]);
    const values = byUtterance.dataSync() as Float32Array;
    tf.dispose([logits, byUtterance]);
    for (const [b, { labels, stepCount }] of part.entries()) {
      const first = b * steps * classes;
      const rows = values.subarray(first, first + stepCount * classes);
      edits += editDistance(labels, greedyDecode(matrix(stepCount, classes, rows)).units);
      units += labels.length;
    }
  }
  return edits / units;
}
