/**
 * Printed text taken apart into words, marks and capitals.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { CAPITALS, markedWords, MARKS } from '../../../src/text/marked-words';
import { ReadingText } from '../../../src/text/reading-text';

/** Put together again. */
function shown(line: string): string {
  return markedWords(new ReadingText(String), line)
    .map(({ word, mark, capitals }) => {
      const kind = CAPITALS[capitals]!;
      const cased =
        kind === 'all'
          ? word.toUpperCase()
          : kind === 'first'
            ? word[0]!.toUpperCase() + word.slice(1)
            : word;
      return cased + MARKS[mark]!;
    })
    .join(' ');
}

describe('markedWords', () => {
  it.each([
    ['“Hello,” said I; “who are you?”', 'Hello, said I, who are you?'],
    ['He came — and went!', 'He came, and went!'],
    ['Mr. Smith met NASA’s J. K. Rowling at 9.', "Mister Smith met Nasa's J K Rowling at nine."],
    ['The Anglo-Saxon king: dead…', 'The Anglo Saxon king, dead.'],
    ['It cost $25 (too much).', 'It cost twenty five dollars too much.'],
    ['no mark here', 'no mark here'],
    ['It is in the U.S.', 'It is in the U S.'],
  ])('reads %j', (line, words) => {
    expect(shown(line)).toBe(words);
  });

  it('leaves headlines in capitals out', () => {
    expect(shown('THE END OF THE STORY.')).toBe('');
    expect(shown('')).toBe('');
  });
});
