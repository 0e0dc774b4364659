/**
 * How sure an error rate is: a 95 % interval by drawing utterances again and again (Bisani and Ney, 2004).
 * @module
 */
import { Random } from '../base/random';

/** Errors among reference words (or letters) of one utterance. */
export interface ErrorShare {
  readonly errors: number;
  readonly length: number;
}

const DRAWS = 1000;
const TAIL = 0.025;

/**
 * The central 95 % of the pooled error rate over drawings with replacement.
 * @param shares One entry an utterance; at least one.
 * @param seed The same seed gives the same interval.
 * @returns `[low, high]`.
 */
export function bootstrapInterval(shares: readonly ErrorShare[], seed: number): [number, number] {
  const random = new Random(seed);
  const rates = Array.from({ length: DRAWS }, () => {
    let errors = 0;
    let length = 0;
    shares.forEach(() => {
      const drawn = shares[random.integer(shares.length)];
      errors += drawn?.errors ?? 0;
      length += drawn?.length ?? 0;
    });
    return errors / Math.max(1, length);
  }).sort((a, b) => a - b);
  const at = (share: number): number => rates[Math.round(share * (DRAWS - 1))] ?? 0;
  return [at(TAIL), at(1 - TAIL)];
}
