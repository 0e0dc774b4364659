/**
 * Sorting in runs against sorting in memory.
 * @module
 */
import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareWords, NgramReader, NgramSorter } from '../../../src/language/ngram-sorter';
import { inFolder } from './tiny-model';

function readAll(path: string, order: number): string[] {
  const reader = new NgramReader(path, order);
  const records: string[] = [];
  while (reader.next()) records.push(`${reader.words.join(' ')}: ${reader.count}`);
  return records;
}

describe('NgramSorter', () => {
  it('gives every n-gram once, in order, with the sum of its counts', () => {
    const ngram = fc.tuple(fc.nat(3), fc.nat(3), fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(fc.array(ngram, { maxLength: 60 }), (ngrams) => {
        const expected = new Map<string, number>();
        for (const [a, b, count] of ngrams) {
          expected.set(`${a} ${b}`, (expected.get(`${a} ${b}`) ?? 0) + count);
        }
        inFolder((folder) => {
          const sorter = new NgramSorter(2, 4, { folder, capacity: 8 });
          for (const [a, b, count] of ngrams) {
            for (let i = 0; i < count; i++) sorter.add(Uint32Array.of(9, a, b), 1);
          }
          const path = sorter.finish();
          expect(readAll(path, 2)).toEqual([...expected].map(([key, n]) => `${key}: ${n}`).sort());
          expect(readdirSync(folder)).toHaveLength(1);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('puts what comes in order among the rest', () => {
    inFolder((folder) => {
      const sorter = new NgramSorter(2, 4, { folder, capacity: 2 });
      sorter.addSorted(Uint32Array.of(1, 0), 0, 7);
      for (const first of [3, 0, 3]) sorter.add(Uint32Array.of(first, 2), 0);
      sorter.addSorted(Uint32Array.of(1, 3), 0, 5);
      expect(readAll(sorter.finish(), 2)).toEqual(['0 2: 1', '1 0: 7', '1 3: 5', '3 2: 2']);
    });
  });

  it('writes more than one buffer', () => {
    inFolder((folder) => {
      const sorter = new NgramSorter(1, 100_000, { folder, capacity: 40_000 });
      for (let i = 99_999; i >= 0; i--) sorter.add(Uint32Array.of(i), 0);
      const records = readAll(sorter.finish(), 1);
      expect(records).toHaveLength(100_000);
      expect(records[99_999]).toBe('99999: 1');
    });
  });
});

describe('compareWords', () => {
  it('compares as far as it is told', () => {
    const [a, b] = [Uint32Array.of(1, 2), Uint32Array.of(1, 3)];
    expect(compareWords(a, b, 1)).toBe(0);
    expect(compareWords(a, b, 2)).toBeLessThan(0);
  });
});
