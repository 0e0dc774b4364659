/**
 * Levenshtein distance and alignment, against each other and against a definition too slow to be wrong.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align, editDistance } from '../../../src/text/edit-distance';

/** The recursive definition, exponential. */
function distanceByDefinition(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  return Math.min(
    distanceByDefinition(a.slice(1), b.slice(1)) + (b.startsWith(a.charAt(0)) ? 0 : 1),
    distanceByDefinition(a.slice(1), b) + 1,
    distanceByDefinition(a, b.slice(1)) + 1,
  );
}

const shortText = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
const longText = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 40 });

describe('editDistance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['', '', 0],
    ['same', 'same', 0],
    ['ab', 'ba', 2],
  ])('of %j and %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('compares whatever can be equal: words, unit numbers', () => {
    expect(editDistance(['the', 'cat'], ['the', 'hat', 'sat'])).toBe(2);
    expect(editDistance(Int32Array.of(1, 2, 3), [1, 3])).toBe(1);
  });

  it('is the recursive definition', () => {
    fc.assert(
      fc.property(shortText, shortText, (a, b) => {
        expect(editDistance(a, b)).toBe(distanceByDefinition(a, b));
      }),
    );
  });

  it('is a metric', () => {
    fc.assert(
      fc.property(longText, longText, longText, (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});

describe('align', () => {
  it('tells substitutions, insertions and deletions apart', () => {
    expect(align(Array.from('abcdefg'), Array.from('axcdfgh'))).toEqual({
      substitutions: 1,
      insertions: 1,
      deletions: 1,
      correct: 5,
      pairs: [
        { reference: 'a', hypothesis: 'a' },
        { reference: 'b', hypothesis: 'x' },
        { reference: 'c', hypothesis: 'c' },
        { reference: 'd', hypothesis: 'd' },
        { reference: 'e' },
        { reference: 'f', hypothesis: 'f' },
        { reference: 'g', hypothesis: 'g' },
        { hypothesis: 'h' },
      ],
    });
  });

  it('of nothing with something is insertions, of something with nothing deletions', () => {
    expect(align([], ['a', 'b'])).toMatchObject({ insertions: 2, deletions: 0, correct: 0 });
    expect(align(['a', 'b'], [])).toMatchObject({ insertions: 0, deletions: 2, correct: 0 });
    expect(align([], []).pairs).toEqual([]);
  });

  it('costs the distance, and its pairs read as both sides', () => {
    fc.assert(
      fc.property(longText, longText, (a, b) => {
        const { substitutions, insertions, deletions, correct, pairs } = align(a, b);
        expect(substitutions + insertions + deletions).toBe(editDistance(a, b));
        expect(correct + substitutions + deletions).toBe(a.length);
        expect(correct + substitutions + insertions).toBe(b.length);
        expect(pairs.map(({ reference }) => reference ?? '').join('')).toBe(a);
        expect(pairs.map(({ hypothesis }) => hypothesis ?? '').join('')).toBe(b);
        const equal = pairs.filter((pair) => pair.reference === pair.hypothesis);
        expect(equal).toHaveLength(correct);
      }),
    );
  });
});
