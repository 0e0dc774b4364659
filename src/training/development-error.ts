/**
 * Error rates of the network in training: characters by greedy decoding and, where it writes them, phones, likewise or
 * under the phone trigram that it learns with.
 * @module
 */
import type { OutputName } from '../acoustic/acoustic-spec';
import { matrix } from '../base/matrix';
import { greedyDecode } from '../decoder/greedy';
import type { PhoneSearch } from '../decoder/phone-search';
import { editDistance } from '../text/edit-distance';
import type { Tensor, Tensorflow } from '../tensor/backend';
import type { AcousticLearner } from './acoustic-learner';
import { layOut, type Example } from './batch';
import type { HeardAs } from './learner-options';

/** Edits over reference units of each output. */
export type DevelopmentErrors = Partial<Record<OutputName, number>>;

/**
 * Scores in batches of the learner's own size; the few examples that do not fill a batch are left out, and so are
 * those whose labels are not known.
 */
export async function developmentErrors(
  tf: Tensorflow,
  learner: AcousticLearner,
  examples: readonly Example[],
  plan: { readonly blockSteps: number; readonly batchSize: number; readonly heardAs?: HeardAs },
  phoneSearch?: PhoneSearch,
): Promise<DevelopmentErrors> {
  const sorted = [...examples].sort((a, b) => a.stepCount - b.stepCount);
  const counts: Partial<Record<OutputName, { edits: number; units: number }>> = {};
  for (let at = 0; at + plan.batchSize <= sorted.length; at += plan.batchSize) {
    const part = sorted.slice(at, at + plan.batchSize);
    const outputs = await learner.logits(layOut(part, plan.blockSteps), plan.heardAs);
    for (const [name, logits] of Object.entries(outputs) as [OutputName, Tensor][]) {
      const count = (counts[name] ??= { edits: 0, units: 0 });
      const search = name === 'phones' ? phoneSearch : undefined;
      for (const [b, hypothesis] of decodeAll(tf, logits, part, search).entries()) {
        const reference = name === 'phones' ? part[b]!.phones : part[b]!.labels;
        if (reference === undefined || reference.length === 0) continue;
        count.edits += editDistance(reference, hypothesis);
        count.units += reference.length;
      }
    }
  }
  return Object.fromEntries(
    Object.entries(counts).map(([name, { edits, units }]) => [name, edits / units]),
  );
}

/** Units of each utterance of [T, B, C] logits, which are freed: greedy without a search. */
function decodeAll(
  tf: Tensorflow,
  logits: Tensor,
  part: readonly Example[],
  search: PhoneSearch | undefined,
): (readonly number[])[] {
  const [steps, , classes] = logits.shape as [number, number, number];
  const byUtterance = tf.transpose(logits, [1, 0, 2]);
  const values = byUtterance.dataSync() as Float32Array;
  tf.dispose([logits, byUtterance]);
  return part.map(({ stepCount }, b) => {
    const first = b * steps * classes;
    const rows = values.subarray(first, first + stepCount * classes);
    const heard = matrix(stepCount, classes, rows);
    return search?.best(heard) ?? greedyDecode(heard).units;
  });
}
