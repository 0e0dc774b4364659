/**
 * Finding n-grams in sorted layers.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsToStarts, findNgram, scoreAfter, search } from '../../../src/language/ngram-layers';
import { modelOf, SENTENCES } from './tiny-model';

describe('search', () => {
  it('finds what is there and nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.nat(50), (numbers, wanted) => {
        const sorted = Uint32Array.from(numbers).sort();
        expect(search(sorted, 0, sorted.length, wanted)).toBe(sorted.indexOf(wanted));
      }),
    );
  });

  it('looks only between its bounds', () => {
    expect(search(Uint32Array.of(1, 2, 3), 1, 2, 3)).toBe(-1);
    expect(search(Uint32Array.of(1, 2, 3), 1, 3, 3)).toBe(2);
  });
});

describe('findNgram and scoreAfter', () => {
  const { words, layers } = modelOf(SENTENCES, 3);
  const ids = (text: string): number[] => text.split(' ').map((word) => words.indexOf(word));

  it('finds n-grams of the text only', () => {
    expect(findNgram(layers, ids('the cat sat'), 0, 3)).toBeGreaterThanOrEqual(0);
    expect(findNgram(layers, ids('the cat mat'), 0, 3)).toBe(-1);
    expect(findNgram(layers, ids('mat cat the'), 0, 3)).toBe(-1);
  });

  it('adds the back-off weights of the histories that it gives up', () => {
    const [the, cat, log] = ids('the cat log');
    const theCat = findNgram(layers, [the!, cat!], 0, 2);
    const expected =
      layers[1]!.backOff[theCat]! + layers[0]!.backOff[cat!]! + layers[0]!.logProb[log!]!;
    expect(scoreAfter(layers, [the!, cat!], 0, 2, log!)).toBeCloseTo(expected, 6);
  });
});

describe('countsToStarts', () => {
  it('adds up', () => {
    expect([...countsToStarts(Uint32Array.of(0, 2, 0, 3))]).toEqual([0, 2, 2, 5]);
  });
});
