/**
 * The letters that an acoustic model writes, and their numbers.
 * @module
 */

/** a–z, apostrophe, space: unit numbers 0 to 27; the blank comes after them. */
export const LETTERS: readonly string[] = Array.from("abcdefghijklmnopqrstuvwxyz' ");

const NUMBERS = new Map(LETTERS.map((letter, number) => [letter, number]));

/**
 * Unit numbers of a normalised text.
 * @throws RangeError if a character is none of {@link LETTERS}.
 */
export function encode(text: string): Int32Array {
  return Int32Array.from(Array.from(text), (letter) => {
    const number = NUMBERS.get(letter);
    if (number === undefined) {
      throw new RangeError(
        `Cannot encode text as it must consist of letters: found ${JSON.stringify(letter)}`,
      );
    }
    return number;
  });
}

/** The text of unit numbers. */
export function decode(units: ArrayLike<number>): string {
  return Array.from(units, (unit) => LETTERS[unit] ?? '').join('');
}
