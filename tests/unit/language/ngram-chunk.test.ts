/**
 * Both ways to sort against the plain one.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeChunk, sortedOrder } from '../../../src/language/ngram-chunk';

function drained(ngrams: readonly number[][], vocabulary: number): number[] {
  const order = ngrams[0]!.length;
  const chunk = makeChunk(order, vocabulary, ngrams.length);
  for (const ngram of ngrams) {
    expect(chunk.isFull).toBe(false);
    chunk.add(Uint32Array.of(9, ...ngram), 1);
  }
  expect(chunk.isFull).toBe(true);
  const numbers: number[] = [];
  chunk.drain((value) => numbers.push(value));
  expect(chunk.size).toBe(0);
  return numbers;
}

function plainly(ngrams: readonly number[][]): number[] {
  const counts = new Map<string, number>();
  const sorted = [...ngrams].sort((a, b) => a.reduce((sign, x, i) => sign || x - b[i]!, 0));
  for (const ngram of sorted) {
    const key = ngram.join(' ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].flatMap(([key, count]) => [...key.split(' ').map(Number), count]);
}

describe('makeChunk', () => {
  it.each([
    ['numbers', 1, 9],
    ['numbers', 3, 9],
    ['numbers', 4, 100_000],
    ['columns', 5, 100_000],
  ])('sorts and counts as %s at order %d', (_, order, vocabulary) => {
    const bound = Math.min(vocabulary, 70_000) - 1;
    const word = fc.oneof(fc.nat(3), fc.nat(bound), fc.constant(bound));
    const ngram = fc.array(word, { minLength: order, maxLength: order });
    fc.assert(
      fc.property(fc.array(ngram, { minLength: 1, maxLength: 200 }), (ngrams) => {
        expect(drained(ngrams, vocabulary)).toEqual(plainly(ngrams));
      }),
      { numRuns: 10 },
    );
  });

  it('sorts many with one first word', () => {
    const ngrams = Array.from({ length: 1000 }, (_, i) => [5, (i * 7919) % 331, i % 2]);
    expect(drained(ngrams, 400)).toEqual(plainly(ngrams));
  });
});

describe('sortedOrder', () => {
  it('sorts by the first column first', () => {
    const columns = [Uint32Array.of(1, 0, 1), Uint32Array.of(0, 2, 1)];
    expect([...sortedOrder(columns, 3, 3)]).toEqual([1, 0, 2]);
  });
});
