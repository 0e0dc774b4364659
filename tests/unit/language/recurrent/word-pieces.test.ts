/**
 * Words in pieces: learned from frequent neighbours, there and back.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  END,
  isSpellable,
  learnPieces,
  LETTER_PIECES,
  MOST_PIECES,
  WordPieces,
} from '../../../../src/language/recurrent/word-pieces';

const COUNTS = Object.entries({ the: 10, then: 4, other: 3, sea: 2, seas: 2 });
const LEARNED = learnPieces(COUNTS, LETTER_PIECES.length + 4);

describe('learnPieces', () => {
  it('puts the most frequent neighbours together first', () => {
    // "h" and "e" stand beside each other 17 times; then " t" and "he" 14 times, as "other" has no " t".
    expect(LEARNED.pieces.slice(LETTER_PIECES.length)).toEqual(['he', ' the', ' se', ' sea']);
  });

  it('ends when nothing occurs twice', () => {
    expect(learnPieces([['ab', 1]], 100).pieces).toEqual(LETTER_PIECES);
    expect(learnPieces([], 100).symbols).toBe(LETTER_PIECES.length + 1);
  });
});

describe('WordPieces', () => {
  it('spells any word of letters, frequent ones shorter', () => {
    const spelt = (word: string): string[] =>
      LEARNED.numbersOf(word).map((number) => LEARNED.pieces[number - 1]!);
    expect(spelt('the')).toEqual([' the']);
    expect(spelt('then')).toEqual([' the', 'n']);
    expect(spelt("seth's")).toEqual([' se', 't', 'h', "'", 's']);
    expect(LEARNED.textOf([...LEARNED.numbersOf('then'), ...LEARNED.numbersOf('sea')])).toBe(
      'then sea',
    );
    expect(LEARNED.textOf([...LEARNED.numbersOf('the'), END, ...LEARNED.numbersOf('sea')])).toBe(
      'the',
    );
  });

  it('counts the words that begin', () => {
    const numbers = [...LEARNED.numbersOf('then'), ...LEARNED.numbersOf('zoo'), END];
    expect(LEARNED.wordsIn(numbers)).toBe(2);
    expect(LEARNED.beginsWord(END)).toBe(false);
  });

  it.each(['', 'The', 'a-b', 'caf\u00e9', ' a'])('does not spell %j', (word) => {
    expect(isSpellable(word)).toBe(false);
    expect(() => LEARNED.numbersOf(word)).toThrow(RangeError);
  });

  it.each([
    [['a'], 'letters'],
    [[...LETTER_PIECES, 'ab', 'ab'], 'twice'],
    [[...LETTER_PIECES, 'A'], 'no piece'],
    [[...LETTER_PIECES, 'a b'], 'no piece'],
    [[...LETTER_PIECES, ...Array.from({ length: MOST_PIECES }, () => 'ab')], 'more than'],
  ])('refuses wrong pieces (%#)', (pieces, part) => {
    expect(() => new WordPieces(pieces)).toThrow(part);
  });
});
