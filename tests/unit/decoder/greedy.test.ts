/**
 * Best path decoding, against all alignments and in any pieces.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrix, rowsOf } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { bestClass, greedyAdvance, greedyDecode, greedyStart } from '../../../src/decoder/greedy';
import {
  bestPath,
  collapse,
  pathProbability,
  randomPosteriors,
  surePosteriors,
} from '../../support/posteriors';

const BLANK = 3;

describe('bestClass', () => {
  it('is the first of the largest in its row', () => {
    const m = matrix(2, 3, Float32Array.of(9, 9, 9, -3, -1, -1));
    expect(bestClass(m, 0)).toBe(0);
    expect(bestClass(m, 1)).toBe(1);
  });
});

describe('greedyDecode', () => {
  it('joins repeats, and keeps them apart where a blank stands between', () => {
    const path = [BLANK, 0, 0, BLANK, 0, 1, 1, 1, 2, BLANK];
    expect(greedyDecode(surePosteriors(path, 4))).toMatchObject({
      units: [0, 0, 1, 2],
      starts: [1, 4, 5, 8],
      ends: [3, 5, 8, 9],
    });
  });

  it('finds nothing in blanks and in no steps', () => {
    expect(greedyDecode(surePosteriors([BLANK, BLANK], 4)).units).toEqual([]);
    expect(greedyDecode(matrix(0, 4, new Float32Array(0)))).toMatchObject({
      units: [],
      logProbability: 0,
    });
  });

  it('gives each unit the highest posterior of its steps', () => {
    const p = [
      [0.6, 0.3, 0.1],
      [0.8, 0.1, 0.1],
      [0.2, 0.7, 0.1],
    ];
    const decoded = greedyDecode(
      matrix(
        3,
        3,
        Float32Array.from(p.flat(), (value) => Math.log(value)),
      ),
    );
    expect(decoded.units).toEqual([0, 1]);
    expect(decoded.logPosteriors[0]).toBeCloseTo(Math.log(0.8), 6);
    expect(decoded.logPosteriors[1]).toBeCloseTo(Math.log(0.7), 6);
  });

  it('is the most probable of all alignments', () => {
    const random = new Random(1);
    for (let round = 0; round < 30; round++) {
      const posteriors = randomPosteriors(random, 5, 4, 1.5);
      const path = bestPath(posteriors);
      const decoded = greedyDecode(posteriors);
      expect(decoded.units).toEqual(collapse(path, 4));
      expect(Math.exp(decoded.logProbability)).toBeCloseTo(pathProbability(posteriors, path), 6);
    }
  });
});

describe('greedyAdvance', () => {
  it('gives the same however the steps are cut, and changes no earlier state', () => {
    const posteriors = randomPosteriors(new Random(3), 40, 4, 1.5);
    const whole = greedyDecode(posteriors);
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 10 }), (cuts) => {
        const borders = [0, ...cuts.sort((a, b) => a - b), 40];
        let state = greedyStart();
        for (const [i, end] of borders.slice(1).entries()) {
          const before = structuredClone(state);
          const next = greedyAdvance(state, rowsOf(posteriors, borders[i]!, end));
          expect(state).toEqual(before);
          state = next;
        }
        expect(state).toEqual(whole);
      }),
    );
  });

  it('counts steps on over pieces and joins a unit across a border', () => {
    const first = greedyAdvance(greedyStart(), surePosteriors([BLANK, 1], 4));
    const second = greedyAdvance(first, surePosteriors([1, BLANK, 1], 4));
    expect(second).toMatchObject({ units: [1, 1], starts: [1, 4], ends: [3, 5], steps: 5 });
  });
});
