/**
 * Error rates over many utterances.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { ErrorCounts, wordsIn } from '../../../src/text/error-rate';

describe('wordsIn', () => {
  it('ignores spaces around and between', () => {
    expect(wordsIn('  the  cat ')).toEqual(['the', 'cat']);
    expect(wordsIn('')).toEqual([]);
  });
});

describe('ErrorCounts', () => {
  it('pools errors over utterances, so that long ones weigh more', () => {
    const counts = new ErrorCounts();
    counts.add('a b c d e f g h', 'a b c d e f g h');
    counts.add('x y', 'z');
    expect(counts.wordErrorRate).toBe(2 / 10);
    expect(counts.words).toEqual({ substitutions: 1, insertions: 0, deletions: 1, reference: 10 });
  });

  it('counts characters with the spaces between words', () => {
    const counts = new ErrorCounts();
    counts.add('the cat', 'thecat');
    expect(counts.characterErrorRate).toBe(1 / 7);
    expect(counts.characters).toEqual({
      substitutions: 0,
      insertions: 0,
      deletions: 1,
      reference: 7,
    });
    expect(counts.wordErrorRate).toBe(1);
  });

  it('does not count extra spaces', () => {
    const counts = new ErrorCounts();
    counts.add('the cat', ' the  cat ');
    expect(counts.characterErrorRate).toBe(0);
    expect(counts.wordErrorRate).toBe(0);
  });

  it('exceeds 1 where more was heard than said', () => {
    const counts = new ErrorCounts();
    counts.add('a', 'b c d');
    expect(counts.wordErrorRate).toBe(3);
  });

  it('counts words heard in silence, and stays finite', () => {
    const counts = new ErrorCounts();
    expect([counts.wordErrorRate, counts.characterErrorRate]).toEqual([0, 0]);
    counts.add('', '');
    expect([counts.wordErrorRate, counts.characterErrorRate]).toEqual([0, 0]);
    counts.add('', 'a b');
    expect(counts.wordErrorRate).toBe(2);
    counts.add('c d e f', 'c d e f');
    expect(counts.wordErrorRate).toBe(0.5);
  });
});
