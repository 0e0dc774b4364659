/**
 * What is written for words that were said, whatever they are: the common form of numbers, dates and times.
 * @module
 */

/** What is written for some words in a row. */
export interface WrittenWords {
  readonly text: string;
  /** First of the words. */
  readonly start: number;
  /** The word after the last one. */
  readonly end: number;
  /** Whether it is written otherwise than said. */
  readonly changed: boolean;
}

/** The words of an utterance, in small letters. */
export type Words = readonly string[];

/** Word `at`; nothing beyond the ends. */
export const wordAt = (words: Words, at: number): string => words[at] ?? '';
/** The words of a list with spaces. */
export const setOf = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Numbers up to this stay words in running text. */
export const LARGEST_SMALL = 9;

/** `text` for the words from `start` to `end`; equal to them, it changes nothing. */
export function written(words: Words, text: string, start: number, end: number): WrittenWords {
  return { text, start, end, changed: words.slice(start, end).join(' ') !== text };
}

/** Words as they were said. */
export const asSaid = (words: Words, start: number, end: number): WrittenWords[] =>
  words.slice(start, end).map((word, i) => written(words, word, start + i, start + i + 1));
