/**
 * How probable a phone is after two others: the phone language model inside the sequence loss.
 * Estimate: interpolated absolute discounting (Ney, Essen and Kneser 1994), trigram to bigram to unigram.
 * @module
 */

/** V units; index V as history means "start of the utterance". */
export interface PhoneTrigram {
  readonly units: number;
  /** (V + 1) × (V + 1) × V, row-major: P(c | a, b); every history sums to 1. */
  readonly probabilities: Float64Array;
}

const DISCOUNT = 0.75;

/** Discounted counts of one history, and what the lower order gets: mixed into probabilities. */
function mix(counts: Float64Array, lower: Float64Array): Float64Array {
  const total = counts.reduce((a, b) => a + b, 0);
  if (total === 0) return lower;
  const seen = counts.reduce((n, count) => (count > 0 ? n + 1 : n), 0);
  const share = (DISCOUNT * seen) / total;
  return counts.map((count, c) => Math.max(0, count - DISCOUNT) / total + share * lower[c]!);
}

/** Counts all sequences, and smooths. @param sequences Unit numbers below `units`. */
export function estimateTrigram(
  sequences: Iterable<ArrayLike<number>>,
  units: number,
): PhoneTrigram {
  const histories = units + 1;
  const unigram = new Float64Array(units).fill(1);
  const bigram = Array.from({ length: histories }, () => new Float64Array(units));
  const trigram = Array.from({ length: histories * histories }, () => new Float64Array(units));
  for (const sequence of sequences) {
    let [a, b] = [units, units];
    for (const c of Array.from(sequence)) {
      unigram[c]! += 1;
      bigram[b]![c]! += 1;
      trigram[a * histories + b]![c]! += 1;
      [a, b] = [b, c];
    }
  }
  const total = unigram.reduce((x, y) => x + y, 0);
  const first = unigram.map((count) => count / total);
  const second = bigram.map((counts) => mix(counts, first));
  const probabilities = new Float64Array(histories * histories * units);
  for (const [history, counts] of trigram.entries()) {
    probabilities.set(mix(counts, second[history % histories]!), history * units);
  }
  return { units, probabilities };
}
