/**
 * The phone search against the best of all paths.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { greedyDecode } from '../../../src/decoder/greedy';
import { PhoneSearch } from '../../../src/decoder/phone-search';
import { estimateTrigram, type PhoneTrigram } from '../../../src/language/phone-trigram';

const V = 3;
const TRIGRAM = estimateTrigram([[0, 1, 2, 2, 1], [1, 0, 0, 2], [2]], V);
const random = new Random(3);

/** T × (V + 1) log posteriors. */
function drawn(T: number): Float32Array {
  const values = Float32Array.from({ length: T * (V + 1) }, () => Math.exp(1.5 * random.normal()));
  return values.map((v, i) => {
    const row = Math.floor(i / (V + 1)) * (V + 1);
    return Math.log(v / values.subarray(row, row + V + 1).reduce((a, b) => a + b, 0));
  });
}

/** The phones of the best path, found by walking all of them. */
function bruteForce(y: Float32Array, { probabilities }: PhoneTrigram, weight: number): number[] {
  let best: { score: number; phones: number[] } = { score: -Infinity, phones: [] };
  const walk = (t: number, previous: number, phones: number[], score: number): void => {
    if (t * (V + 1) === y.length) {
      if (score > best.score) best = { score, phones };
      return;
    }
    const [a, b] = [phones.at(-2) ?? V, phones.at(-1) ?? V];
    for (let unit = 0; unit <= V; unit++) {
      const heard = score + y[t * (V + 1) + unit]!;
      if (unit === V || unit === previous) walk(t + 1, unit, phones, heard);
      else {
        const p = probabilities[(a * (V + 1) + b) * V + unit]!;
        walk(t + 1, unit, [...phones, unit], heard + weight * Math.log(p));
      }
    }
  };
  walk(0, -1, [], 0);
  return best.phones;
}

describe('PhoneSearch', () => {
  it.each([0.5, 1, 3])('best() is the best of all paths at weight %d', (weight) => {
    const search = new PhoneSearch(TRIGRAM, weight);
    for (let i = 0; i < 40; i++) {
      const T = 1 + random.integer(7);
      const y = drawn(T);
      expect(search.best(matrix(T, V + 1, y))).toEqual(bruteForce(y, TRIGRAM, weight));
    }
  });

  it('best() is greedy decoding where the trigram counts nothing', () => {
    const search = new PhoneSearch(TRIGRAM, 0);
    for (let i = 0; i < 20; i++) {
      const posteriors = matrix(30, V + 1, drawn(30));
      expect(search.best(posteriors)).toEqual(greedyDecode(posteriors).units);
    }
  });

  it('best() of no steps is empty', () => {
    expect(new PhoneSearch(TRIGRAM).best(matrix(0, V + 1, new Float32Array(0)))).toEqual([]);
  });

  it('refuses more phones than it can name', () => {
    expect(() => new PhoneSearch({ units: 64, probabilities: new Float64Array(0) })).toThrow(
      RangeError,
    );
  });
});
