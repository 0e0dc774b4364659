/**
 * CTC loss and gradient written out in the log domain, in 64 bits: what the native kernel must equal.
 * T steps, C classes with the blank as the last, L labels; the extended labels have a blank around each: 2·L + 1.
 * Source: Graves et al. 2006, "Connectionist Temporal Classification", equations 6–11 and 14–16.
 * @module
 */
import { logAdd } from '../base/log-domain';

/** Of one sequence. */
export interface CtcReference {
  /** Natural logarithm; ∞ where the steps cannot hold the labels. */
  readonly loss: number;
  /** [T, C] by the logits: softmax minus occupancy; all 0 where the loss is ∞. */
  readonly gradient: Float64Array;
}

/** log softmax of every row of [T, C]. */
function logSoftmax(logits: ArrayLike<number>, steps: number, classes: number): Float64Array {
  const logs = Float64Array.from(logits);
  for (let t = 0; t < steps; t++) {
    const row = logs.subarray(t * classes, (t + 1) * classes);
    const total = row.reduce(logAdd, -Infinity);
    row.forEach((value, c) => (row[c] = value - total));
  }
  return logs;
}

/**
 * Sums over all beginnings of paths, α [T, 2·L + 1]: `log` of position s in step t, in the walk's own order, and
 * `labels` of the positions in that order.
 */
function sumsOverPaths(
  log: (t: number, s: number) => number,
  labels: readonly number[],
  steps: number,
): Float64Array {
  const n = labels.length;
  const blank = labels[0];
  const sums = new Float64Array(steps * n).fill(-Infinity);
  sums[0] = log(0, 0);
  if (n > 1) sums[1] = log(0, 1);
  for (let t = 1; t < steps; t++) {
    const before = (s: number): number => sums[(t - 1) * n + s]!;
    for (let s = 0; s < n; s++) {
      let sum = before(s);
      if (s > 0) sum = logAdd(sum, before(s - 1));
      // A blank between two labels may be left out where they differ.
      const skips = s > 1 && labels[s] !== blank && labels[s] !== labels[s - 2];
      if (skips) sum = logAdd(sum, before(s - 2));
      sums[t * n + s] = sum + log(t, s);
    }
  }
  return sums;
}

/**
 * Loss and gradient of one sequence.
 * @param logits [T, C], before the softmax, row by row.
 * @param labels Units, each below C − 1.
 */
export function ctcReference(
  logits: ArrayLike<number>,
  classes: number,
  labels: readonly number[],
): CtcReference {
  const steps = logits.length / classes;
  const blank = classes - 1;
  const extended = [blank, ...labels.flatMap((label) => [label, blank])];
  const n = extended.length;
  const logs = logSoftmax(logits, steps, classes);
  const log = (t: number, s: number): number => logs[t * classes + extended[s]!]!;
  const ahead = sumsOverPaths(log, extended, steps);
  // β is α of the reversed sequence and labels.
  const behind = sumsOverPaths(
    (t, s) => log(steps - 1 - t, n - 1 - s),
    [...extended].reverse(),
    steps,
  );
  const end = steps * n - 1;
  const total = n > 1 ? logAdd(ahead[end]!, ahead[end - 1]!) : ahead[end]!;
  const gradient = new Float64Array(steps * classes);
  if (total === -Infinity) return { loss: Infinity, gradient };
  for (let t = 0; t < steps; t++) {
    for (let c = 0; c < classes; c++) gradient[t * classes + c] = Math.exp(logs[t * classes + c]!);
    for (let s = 0; s < n; s++) {
      const through = ahead[t * n + s]! + behind[end - (t * n + s)]! - log(t, s);
      gradient[t * classes + extended[s]!]! -= Math.exp(through - total);
    }
  }
  return { loss: -total, gradient };
}
