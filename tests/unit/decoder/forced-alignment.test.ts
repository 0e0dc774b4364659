/**
 * The best path of a text against all paths, counted one by one.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BugError } from '../../../src/base/errors';
import { matrix, type Matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { alignUnits } from '../../../src/decoder/forced-alignment';

const CLASSES = 3;
const BLANK = CLASSES - 1;

function randomPosteriors(steps: number, seed: number): Matrix {
  const random = new Random(seed);
  const data = new Float32Array(steps * CLASSES);
  for (let t = 0; t < steps; t++) {
    const row = Array.from({ length: CLASSES }, () => Math.exp(3 * random.normal()));
    const sum = row.reduce((a, b) => a + b, 0);
    data.set(
      row.map((x) => Math.log(x / sum)),
      t * CLASSES,
    );
  }
  return matrix(steps, CLASSES, data);
}

/** Best log probability of all paths that spell `units`, by trying each path. */
function bestOfAllPaths(posteriors: Matrix, units: readonly number[]): number {
  let best = -Infinity;
  for (let code = 0; code < CLASSES ** posteriors.rows; code++) {
    const path = Array.from(
      { length: posteriors.rows },
      (_, t) => Math.floor(code / CLASSES ** t) % CLASSES,
    );
    const spelt = path.filter((unit, t) => unit !== BLANK && unit !== path[t - 1]);
    if (spelt.join() !== units.join()) continue;
    const score = path.reduce(
      (sum, unit, t) => sum + (posteriors.data[t * CLASSES + unit] ?? NaN),
      0,
    );
    best = Math.max(best, score);
  }
  return best;
}

describe('alignUnits', () => {
  it('finds the best of all paths', () => {
    const cases = fc.record({
      steps: fc.integer({ min: 1, max: 7 }),
      seed: fc.nat(),
      units: fc.array(fc.nat(1), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(cases, ({ steps, seed, units }) => {
        const posteriors = randomPosteriors(steps, seed);
        const expected = bestOfAllPaths(posteriors, units);
        if (expected === -Infinity) {
          expect(() => alignUnits(posteriors, units)).toThrow(BugError);
        } else {
          expect(alignUnits(posteriors, units).logProbability).toBeCloseTo(expected, 4);
        }
      }),
    );
  });

  it('says when each unit was said and how sure the network was', () => {
    const path = [2, 0, 0, 2, 0, 1, 1, 2];
    const data = new Float32Array(path.length * CLASSES).fill(Math.log(0.05));
    path.forEach((unit, t) => {
      data[t * CLASSES + unit] = Math.log(t === 2 ? 0.99 : 0.9);
    });
    const aligned = alignUnits(matrix(path.length, CLASSES, data), [0, 0, 1]);
    expect(aligned.starts).toEqual([1, 4, 5]);
    expect(aligned.ends).toEqual([3, 5, 7]);
    expect(Math.exp(aligned.logPosteriors[0] ?? NaN)).toBeCloseTo(0.99, 5);
    expect(Math.exp(aligned.logPosteriors[2] ?? NaN)).toBeCloseTo(0.9, 5);
  });

  it('aligns no units with blanks', () => {
    expect(alignUnits(randomPosteriors(4, 1), []).units).toEqual([]);
  });

  it('puts a blank between two equal units', () => {
    const posteriors = randomPosteriors(2, 1);
    expect(() => alignUnits(posteriors, [0, 0])).toThrow(BugError);
    const { starts } = alignUnits(randomPosteriors(3, 1), [0, 0]);
    expect(starts).toEqual([0, 2]);
  });
});
