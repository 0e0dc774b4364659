/**
 * The common form of what is written.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { asSaid, setOf, wordAt, written } from '../../../src/text/written-words';

const WORDS = ['twenty', 'five', 'men'];

describe('written() and asSaid()', () => {
  it('tell whether something is written otherwise than said', () => {
    expect(written(WORDS, '25', 0, 2)).toEqual({ text: '25', start: 0, end: 2, changed: true });
    expect(written(WORDS, 'men', 2, 3).changed).toBe(false);
    expect(asSaid(WORDS, 1, 3)).toEqual([
      { text: 'five', start: 1, end: 2, changed: false },
      { text: 'men', start: 2, end: 3, changed: false },
    ]);
  });
});

describe('wordAt() and setOf()', () => {
  it('know nothing beyond the ends, and every word of a list', () => {
    expect([wordAt(WORDS, -1), wordAt(WORDS, 1), wordAt(WORDS, 3)]).toEqual(['', 'five', '']);
    expect([...setOf('in on')]).toEqual(['in', 'on']);
  });
});
