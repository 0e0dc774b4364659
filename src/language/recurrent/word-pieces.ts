/**
 * Words as pieces, so that a closed set of symbols spells every word: the frequent ones are a piece each, rare ones are
 * put together. A piece at the start of a word begins with a space.
 * Source: Sennrich et al. 2016, "Neural machine translation of rare words with subword units" (byte-pair encoding).
 * @module
 */

/** Number of the end of an utterance, which is no piece. */
export const END = 0;

const LETTERS = Array.from("abcdefghijklmnopqrstuvwxyz'");
/** What any word can be spelt with. */
export const LETTER_PIECES: readonly string[] = [
  ...LETTERS.map((letter) => ` ${letter}`),
  ...LETTERS,
];
/** Numbers of pieces are kept in 16 bits. */
export const MOST_PIECES = 65_535;

/** Whether pieces can spell a word: lower-case letters and apostrophes, at least one. */
export function isSpellable(word: string): boolean {
  return /^[a-z']+$/.test(word);
}

const letterPieces = (word: string): string[] =>
  Array.from(word, (letter, i) => (i === 0 ? ` ${letter}` : letter));
/** Two pieces as one key; no piece holds a tab. */
const pairKey = (left: string, right: string): string => `${left}\t${right}`;

/** A closed set of pieces, numbered from 1: first the letters, then what was put together, in the order of learning. */
export class WordPieces {
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly known = new Map<string, readonly number[]>();

  /** @throws RangeError if the pieces do not begin with all letters, one is there twice, or one is no part of a word. */
  constructor(readonly pieces: readonly string[]) {
    if (LETTER_PIECES.some((letter, i) => pieces[i] !== letter)) {
      throw new RangeError('The pieces must begin with all letters');
    }
    if (pieces.length > MOST_PIECES) {
      throw new RangeError(`There are more than ${MOST_PIECES} pieces`);
    }
    const wrong = pieces.find((piece) => !/^ ?[a-z']{1,40}$/.test(piece));
    if (wrong !== undefined) throw new RangeError(`${JSON.stringify(wrong)} is no piece of a word`);
    this.numbers = new Map(pieces.map((piece, i) => [piece, i + 1]));
    if (this.numbers.size < pieces.length) throw new RangeError('A piece is there twice');
  }

  /** Symbols that a model of these pieces tells apart: all pieces and {@link END}. */
  get symbols(): number {
    return this.pieces.length + 1;
  }

  /**
   * Numbers of the pieces of a word.
   * @throws RangeError for anything but lower-case letters and apostrophes.
   */
  numbersOf(word: string): readonly number[] {
    const remembered = this.known.get(word);
    if (remembered) return remembered;
    if (!isSpellable(word)) throw new RangeError(`Cannot spell ${JSON.stringify(word)}`);
    const numbers = this.join(letterPieces(word)).map((piece) => this.numbers.get(piece)!);
    if (this.known.size < 200_000) this.known.set(word, numbers);
    return numbers;
  }

  /** Puts neighbours together as they were learned: whichever piece was learned first goes first. */
  private join(parts: string[]): string[] {
    for (;;) {
      let best = Infinity;
      let at = -1;
      for (let i = 0; i + 1 < parts.length; i++) {
        const number = this.numbers.get(parts[i]! + parts[i + 1]!) ?? Infinity;
        if (number < best) [best, at] = [number, i];
      }
      if (at < 0) return parts;
      parts.splice(at, 2, parts[at]! + parts[at + 1]!);
    }
  }

  /** How many words begin in some numbers. */
  wordsIn(numbers: readonly number[]): number {
    return numbers.filter((number) => this.beginsWord(number)).length;
  }

  /** Whether a piece is the start of a word. */
  beginsWord(number: number): boolean {
    return this.pieces[number - 1]?.startsWith(' ') ?? false;
  }

  /** The words that numbers spell; {@link END} and whatever follows a first one is left out. */
  textOf(numbers: readonly number[]): string {
    const end = numbers.indexOf(END);
    const spelt = end < 0 ? numbers : numbers.slice(0, end);
    return spelt
      .map((number) => this.pieces[number - 1] ?? '')
      .join('')
      .trim();
  }
}

/** A word that is being put together. */
interface Spelt {
  readonly count: number;
  parts: string[];
}

/** How often neighbours stand beside each other, and in which words. */
class PairCounts {
  private readonly counts = new Map<string, number>();
  private readonly words = new Map<string, Set<Spelt>>();

  add(word: Spelt, sign: 1 | -1): void {
    for (let i = 0; i + 1 < word.parts.length; i++) {
      const key = pairKey(word.parts[i]!, word.parts[i + 1]!);
      this.counts.set(key, (this.counts.get(key) ?? 0) + sign * word.count);
      let holders = this.words.get(key);
      if (!holders) this.words.set(key, (holders = new Set()));
      holders.add(word);
    }
  }

  /** The most frequent pair, of equally frequent ones the first in the alphabet; undefined where none occurs twice. */
  best(): string | undefined {
    let best: string | undefined;
    let most = 1;
    for (const [key, count] of this.counts) {
      if (count > most || (count === most && best !== undefined && key < best)) {
        [best, most] = [key, count];
      }
    }
    return best;
  }

  /** The words that may hold a pair, which is forgotten. */
  take(key: string): Spelt[] {
    const words = [...(this.words.get(key) ?? [])];
    this.words.delete(key);
    return words;
  }
}

function joined(parts: readonly string[], left: string, right: string): string[] {
  const result: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === left && parts[i + 1] === right) {
      result.push(left + right);
      i += 1;
    } else result.push(parts[i]!);
  }
  return result;
}

/**
 * Learns pieces from words: the most frequent neighbours become one piece, again and again.
 * @param counts How often each word of a to z and apostrophes occurs.
 * @param size How many pieces there shall be at most, with the letters.
 */
export function learnPieces(counts: Iterable<readonly [string, number]>, size: number): WordPieces {
  const words: Spelt[] = Array.from(counts, ([word, count]) => ({
    count,
    parts: letterPieces(word),
  }));
  const pairs = new PairCounts();
  for (const word of words) pairs.add(word, 1);
  const pieces = [...LETTER_PIECES];
  const made = new Set(pieces);
  while (pieces.length < size) {
    const key = pairs.best();
    if (key === undefined) break;
    const [left, right] = key.split('\t') as [string, string];
    for (const word of pairs.take(key)) {
      pairs.add(word, -1);
      word.parts = joined(word.parts, left, right);
      pairs.add(word, 1);
    }
    if (!made.has(left + right)) {
      made.add(left + right);
      pieces.push(left + right);
    }
  }
  return new WordPieces(pieces);
}
