/**
 * Printed text taken apart: the words as they are said, the mark that stands behind each, and its capitals. What a
 * tagger of punctuation learns from and is measured by.
 * @module
 */
import type { ReadingText } from './reading-text';

/** What stands behind a word. A colon or semicolon counts as a comma, a dash too, an ellipsis as a period. */
export const MARKS = ['', ',', '.', '?', '!'] as const;

/** How a word is written: in small letters, with a capital first, in capitals. */
export const CAPITALS = ['lower', 'first', 'all'] as const;

/** A word in lower case, with the numbers of its mark in `MARKS` and of its capitals in `CAPITALS`. */
export interface MarkedWord {
  readonly word: string;
  readonly mark: number;
  readonly capitals: number;
}

const CLOSING = /["'”’)\]}*_»]+$/;
const OPENING = /^["'“‘([{*_«]+/;
const SIGNS: Readonly<Record<string, number>> = {
  ',': 1,
  ';': 1,
  ':': 1,
  '.': 2,
  '…': 2,
  '?': 3,
  '!': 4,
};
const COMMA = 1;
const PERIOD = 2;
/** Headlines, which are capitals for another reason. */
const MOST_CAPITALS = 0.3;

function capitalsOf(letters: string): number {
  const plain = letters.replace(/[^\p{L}]/gu, '');
  if (!/^\p{Lu}/u.test(plain)) return 0;
  return plain.length > 1 && plain === plain.toUpperCase() ? 2 : 1;
}

/** One number for each of `count` words that a printed word is said as. */
function capitalsOfToken(token: string, count: number): number[] {
  if (count < 2) return [capitalsOf(token)];
  if (/\d/.test(token)) return new Array<number>(count).fill(0);
  const parts = token.split(/[-/]/);
  if (parts.length === count) return parts.map(capitalsOf);
  if (/^(\p{Lu}\.)+/u.test(token)) return new Array<number>(count).fill(1);
  return [capitalsOf(token), ...new Array<number>(count - 1).fill(0)];
}

/** The words of a line; none for a headline in capitals. */
export function markedWords(reading: ReadingText<string>, line: string): MarkedWord[] {
  const result: MarkedWord[] = [];
  const tokens = line.replace(/--+|—|(?<!\d)–|\s-\s/g, ' — ').split(/\s+/);
  const setMark = (mark: number): void => {
    const last = result.at(-1);
    if (last !== undefined && mark > 0) result[result.length - 1] = { ...last, mark };
  };
  for (const token of tokens) {
    if (token === '') continue;
    if (token === '—') {
      if (result.at(-1)?.mark === 0) setMark(COMMA);
      continue;
    }
    const { words, endsSentence } = reading.spoken(token);
    const bare = token.replace(CLOSING, '');
    const sign = SIGNS[bare.at(-1) ?? ''] ?? 0;
    const capitals = capitalsOfToken(bare.replace(OPENING, ''), words.length);
    words.forEach((word, i) => result.push({ word, mark: 0, capitals: capitals[i] ?? 0 }));
    // A full stop that ends no sentence belongs to an abbreviation.
    setMark(sign === PERIOD && !endsSentence ? 0 : sign);
  }
  if (/\.["'”’)\]]*$/.test(line.trimEnd()) && result.at(-1)?.mark === 0) setMark(PERIOD);
  const capital = result.filter(({ capitals }) => capitals === 2).length;
  return capital > MOST_CAPITALS * result.length ? [] : result;
}
