/**
 * Character error rate of the network in training, by greedy decoding.
 * @module
 */
import { editDistance } from '../text/edit-distance';
import type { Tensorflow } from '../tensor/backend';
import type { AcousticLearner } from './acoustic-learner';
import { layOut, type Example } from './batch';
import { Random } from '../base/random';

/** Best class of every step, without repeats and blanks. */
function greedyUnits(
  classes: ArrayLike<number>,
  stride: number,
  offset: number,
  length: number,
  blank: number,
): number[] {
  const units: number[] = [];
  let previous = blank;
  for (let t = 0; t < length; t++) {
    const unit = classes[t * stride + offset]!;
    if (unit !== previous && unit !== blank) units.push(unit);
    previous = unit;
  }
  return units;
}

/** Edits over reference characters, in batches of the learner's own size. */
export async function characterErrorRate(
  tf: Tensorflow,
  learner: AcousticLearner,
  examples: readonly Example[],
  plan: { readonly blockSteps: number; readonly batchSize: number },
): Promise<number> {
  const sorted = [...examples].sort((a, b) => a.stepCount - b.stepCount);
  let edits = 0;
  let letters = 0;
  for (let at = 0; at + plan.batchSize <= sorted.length; at += plan.batchSize) {
    const part = sorted.slice(at, at + plan.batchSize);
    const batch = layOut(part, plan.blockSteps, undefined, new Random(0));
    const logits = await learner.logits(batch);
    const blank = logits.shape[2]! - 1;
    const best = tf.tidy(() => tf.argMax(logits, 2).dataSync());
    logits.dispose();
    for (const [b, { labels, stepCount }] of part.entries()) {
      const units = greedyUnits(best, part.length, b, stepCount, blank);
      edits += editDistance(Array.from(labels), units);
      letters += labels.length;
    }
  }
  return edits / letters;
}
