/**
 * A phone trigram as weights of a model folder. Half precision is enough: it is mixed with posteriors in a search.
 * @module
 */
import type { PhoneTrigram } from './phone-trigram';

/** Its name among the weights. */
const NAME = 'probabilities';

/** [V + 1, V + 1, V] by name, as a weights file holds it. */
export function trigramShapes(units: number): Record<string, readonly number[]> {
  return { [NAME]: [units + 1, units + 1, units] };
}

/** The trigram as weights. */
export function trigramWeights({
  units,
  probabilities,
}: PhoneTrigram): Record<
  string,
  { readonly shape: readonly number[]; readonly data: Float32Array }
> {
  return { [NAME]: { shape: trigramShapes(units)[NAME]!, data: Float32Array.from(probabilities) } };
}

/**
 * The trigram that weights of {@link trigramShapes} hold.
 * @throws RangeError where a probability is below 0 or above 1.
 */
export function trigramOf(
  units: number,
  weights: Readonly<Record<string, { readonly data: Float32Array }>>,
): PhoneTrigram {
  const probabilities = Float64Array.from(weights[NAME]!.data);
  const wrong = probabilities.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) {
    throw new RangeError(`Probabilities must be from 0 to 1: one is ${wrong}`);
  }
  return { units, probabilities };
}
