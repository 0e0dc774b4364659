/**
 * A small tagger with random weights.
 * @module
 */
import { Random } from '../../../src/base/random';
import { firstPunctuationWeights } from '../../../src/language/punctuation-learner';

export const SMALL_SPEC = { wordRows: 50, endingRows: 20, vectorSize: 6, units: 5 };

/** Its weights; large enough that all of them matter. */
export function smallWeights(seed = 1): Record<string, Float32Array> {
  return firstPunctuationWeights(SMALL_SPEC, new Random(seed));
}
