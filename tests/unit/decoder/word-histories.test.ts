/**
 * Records of words: equal words are known as equal, and what nothing leads to goes.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { NO_WORDS, WordHistories } from '../../../src/decoder/word-histories';

describe('WordHistories', () => {
  it('gives equal words equal hashes, others different ones', () => {
    const store = new WordHistories();
    const hashOf = (...words: number[]): number =>
      store.hash[words.reduce((before, word) => store.add(before, 9, word, 0, 1), NO_WORDS)]!;
    expect(hashOf(3, 4)).toBe(hashOf(3, 4));
    expect(new Set([hashOf(3, 4), hashOf(4, 3), hashOf(3), hashOf(4), 0]).size).toBe(5);
  });

  it('throws away what no root leads to and keeps ways that lost', () => {
    const store = new WordHistories();
    const [a, , c] = [1, 2, 3].map((word) => store.add(NO_WORDS, word, word, 0, 1));
    const d = store.add(a!, 4, 4, 1, 2);
    store.addAlternative(d, c!, 0.5);
    const roots = Int32Array.of(d);
    store.compact(roots, 1);
    expect(store.count).toBe(4);
    expect(store.entry[roots[0]!]).toBe(4);
    expect(store.entry[store.previous[roots[0]!]!]).toBe(1);
    expect(store.entry[store.lost[store.alternative[roots[0]!]!]!]).toBe(3);
  });
});
