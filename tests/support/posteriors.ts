/**
 * Log posteriors for decoder tests, and what CTC means by a text's probability, summed alignment by alignment.
 * @module
 */
import { matrix, type Matrix } from '../../src/base/matrix';
import type { Random } from '../../src/base/random';

/** T × classes: log softmax of normal logits with that deviation; the higher, the surer. */
export function randomPosteriors(
  random: Random,
  steps: number,
  classes: number,
  deviation: number,
): Matrix {
  const data = new Float32Array(steps * classes);
  for (let step = 0; step < steps; step++) {
    const logits = Array.from({ length: classes }, () => deviation * random.normal());
    const norm = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    data.set(
      logits.map((logit) => logit - norm),
      step * classes,
    );
  }
  return matrix(steps, classes, data);
}

/** T × classes: almost sure of one class in every step. */
export function surePosteriors(path: readonly number[], classes: number): Matrix {
  const rest = 0.01 / (classes - 1);
  const data = path.flatMap((best) =>
    Array.from({ length: classes }, (_, c) => Math.log(c === best ? 0.99 : rest)),
  );
  return matrix(path.length, classes, Float32Array.from(data));
}

/** What an alignment says: repeats are one, blanks (the last class) nothing. */
export function collapse(path: readonly number[], classes: number): number[] {
  return path.filter((unit, step) => unit !== classes - 1 && unit !== path[step - 1]);
}

/** Every alignment of T steps, classes^T of them. */
function allPaths(steps: number, classes: number): number[][] {
  if (steps === 0) return [[]];
  return allPaths(steps - 1, classes).flatMap((path) =>
    Array.from({ length: classes }, (_, unit) => [...path, unit]),
  );
}

/** Probability of an alignment. */
export function pathProbability(m: Matrix, path: readonly number[]): number {
  return path.reduce((p, unit, step) => p * Math.exp(m.data[step * m.columns + unit]!), 1);
}

/** Probability of every text, by its units joined with spaces, most probable first. */
export function textProbabilities(m: Matrix): [string, number][] {
  const sums = new Map<string, number>();
  for (const path of allPaths(m.rows, m.columns)) {
    const text = collapse(path, m.columns).join(' ');
    sums.set(text, (sums.get(text) ?? 0) + pathProbability(m, path));
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** The most probable single alignment. */
export function bestPath(m: Matrix): number[] {
  return allPaths(m.rows, m.columns).reduce((best, path) =>
    pathProbability(m, path) > pathProbability(m, best) ? path : best,
  );
}
