/**
 * A task that needs memory: the first symbol of a sequence must be named at its end, behind `lag` steps of symbols
 * that mean nothing.
 * @module
 */
import type { Random } from '../../src/base/random';

/** Symbols to remember; guessing is right one time in four. */
export const SYMBOLS = 4;
/** Symbols that mean nothing. */
const DISTRACTORS = 4;
/** One-hot: symbols, distractors, and the sign that the answer is due. */
export const INPUT_SIZE = SYMBOLS + DISTRACTORS + 1;

/** B sequences of lag + 1 steps. */
export interface TaskBatch {
  /** [lag + 1, B, INPUT_SIZE]. */
  readonly x: Float32Array;
  /** B symbols. */
  readonly labels: Int32Array;
}

/** Draws a batch. */
export function drawBatch(random: Random, lag: number, batch: number): TaskBatch {
  const labels = Int32Array.from({ length: batch }, () => random.integer(SYMBOLS));
  const x = new Float32Array((lag + 1) * batch * INPUT_SIZE);
  for (let t = 0; t <= lag; t++) {
    for (let b = 0; b < batch; b++) {
      let symbol = SYMBOLS + random.integer(DISTRACTORS);
      if (t === 0) symbol = labels[b]!;
      if (t === lag) symbol = INPUT_SIZE - 1;
      x[(t * batch + b) * INPUT_SIZE + symbol] = 1;
    }
  }
  return { x, labels };
}
