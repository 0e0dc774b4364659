/**
 * Words as rows of a table.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { startFeatures, tableRows, wordFeatures } from '../../../src/language/word-features';

const TABLE = { wordRows: 97, endingRows: 31 };

describe('wordFeatures', () => {
  it('gives two rows of words and one of endings', () => {
    for (const word of ['a', 'the', "don't", 'constitution', 'été']) {
      const [first, second, ending] = wordFeatures(word, TABLE);
      expect(first).toBeLessThan(97);
      expect(second).toBeLessThan(97);
      expect(ending).toBeGreaterThanOrEqual(97);
      expect(ending).toBeLessThan(128);
    }
  });

  it('shares the ending of like words only', () => {
    const [nation, station, table] = ['nation', 'station', 'table'].map((word) =>
      wordFeatures(word, { wordRows: 10_000, endingRows: 1000 }),
    );
    expect(nation![2]).toBe(station![2]);
    expect(nation![2]).not.toBe(table![2]);
    expect(nation!.slice(0, 2)).not.toEqual(station!.slice(0, 2));
  });

  it('gives hardly any two words the same two rows, and spreads them evenly', () => {
    const table = { wordRows: 1000, endingRows: 1 };
    const words = Array.from({ length: 5000 }, (_, i) => `w${i.toString(26)}`);
    const pairs = words.map((word) => wordFeatures(word, table).slice(0, 2).join());
    expect(new Set(pairs).size).toBeGreaterThan(4950);
    expect(new Set(words.map((word) => wordFeatures(word, table)[0])).size).toBeGreaterThan(950);
  });
});

describe('startFeatures', () => {
  it('are the last two rows', () => {
    expect(startFeatures(TABLE, false)).toEqual([128, 128, 128]);
    expect(startFeatures(TABLE, true)).toEqual([129, 129, 129]);
    expect(tableRows(TABLE)).toBe(130);
  });
});
