/**
 * The sounds that an acoustic model writes, and their numbers: the 39 of CMUdict, without stress.
 * @module
 */

/** In alphabetical order: unit numbers 0 to 38; the blank comes after them. */
export const PHONES: readonly string[] = (
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K ' +
  'L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'
).split(' ');

const NUMBERS = new Map(PHONES.map((phone, number) => [phone, number]));

/** Number of a phone, with or without its stress digit; undefined if there is no such phone. */
export function phoneNumber(phone: string): number | undefined {
  return NUMBERS.get(phone.replace(/[0-2]$/, ''));
}

/**
 * Unit numbers of phones separated by spaces.
 * @throws RangeError if one of them is not in {@link PHONES}.
 */
export function encodePhones(phones: string): Uint8Array {
  const names = phones.split(' ').filter((name) => name !== '');
  return Uint8Array.from(names, (name) => {
    const number = phoneNumber(name);
    if (number === undefined) {
      throw new RangeError(
        `Cannot encode phones as each must be one of CMUdict's: found ${JSON.stringify(name)}`,
      );
    }
    return number;
  });
}

/** The names of unit numbers, separated by spaces. */
export function decodePhones(units: ArrayLike<number>): string {
  return Array.from(units, (unit) => PHONES[unit] ?? '').join(' ');
}
