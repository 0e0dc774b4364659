/**
 * A word as rows of an embedding table that knows no word list: two hashes of the whole word, so that hardly any two
 * words share both, and one of its ending, which new words share with known ones.
 * Source: Svenstrup, Hansen and Winther 2017, "Hash Embeddings for Efficient Word Representations".
 * @module
 */

/** Sizes of a table. */
export interface FeatureTable {
  /** Rows for words. */
  readonly wordRows: number;
  /** Rows for endings. */
  readonly endingRows: number;
}

/** Rows that are added up to one word's vector. */
export const ROWS_PER_WORD = 3;
/** Rows beside words and endings: the beginning of a text, and a text that goes on from another. */
const SPECIAL_ROWS = 2;
/** Letters of an ending. */
const ENDING_LETTERS = 3;
const FNV_PRIME = 0x01000193;
const FIRST_SEED = 0x811c9dc5;
const SECOND_SEED = 0x2f0b4a57;
const ENDING_SEED = 0x6b8d1c23;

/** FNV-1a of the UTF-16 units, from `seed` on. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), FNV_PRIME);
  }
  // The low bits of FNV are weak for short texts.
  return (value ^ (value >>> 15)) >>> 0;
}

/** Rows of the whole table. */
export function tableRows({ wordRows, endingRows }: FeatureTable): number {
  return wordRows + endingRows + SPECIAL_ROWS;
}

/** The rows of a lower-case word. */
export function wordFeatures(word: string, { wordRows, endingRows }: FeatureTable): number[] {
  return [
    hash(word, FIRST_SEED) % wordRows,
    hash(word, SECOND_SEED) % wordRows,
    wordRows + (hash(word.slice(-ENDING_LETTERS), ENDING_SEED) % endingRows),
  ];
}

/** The rows of what stands before the first word: the beginning of a sentence, or words that it goes on from. */
export function startFeatures(
  { wordRows, endingRows }: FeatureTable,
  continues: boolean,
): number[] {
  const row = wordRows + endingRows + (continues ? 1 : 0);
  return new Array<number>(ROWS_PER_WORD).fill(row);
}
