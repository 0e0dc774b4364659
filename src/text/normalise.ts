/**
 * Any English text in the letters that the acoustic model writes, so that texts can be compared and learned from.
 * Digits and signs are dropped, not spoken: spell numbers out before.
 * @module
 */

/** Closing and opening quotes, prime, modifier letter, accents and the full-width form that people type for '. */
const APOSTROPHES = /[\u2018\u2019\u201B\u02BC\u2032\u00B4`\uFF07]/g;

/** Signs that part words even without a space: dashes, slashes, underscores, ellipses, pauses, any white space. */
const WORD_BREAKS = /[\p{Pd}\p{Pc}\s\u00AD\u2212\u2026/\\|,;:!?]|\.{2,}/gu;

/** Letters that NFKD does not take apart. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
};
const SPECIAL_LETTERS = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'g');

/** A word without the quotes around it; an apostrophe on one side only belongs to it: 'tis, dogs'. */
function unquoted(word: string): string {
  return /^'(.*')?$/.test(word) ? word.slice(1, -1) : word;
}

/**
 * Lower-case text without accents, its parts between spaces.
 * @param dropped Matches the signs that are left out; lower-case letters, digits, apostrophe, dot and space may stay.
 */
export function plainText(text: string, dropped: RegExp): string {
  return text
    .replace(APOSTROPHES, "'")
    .replace(WORD_BREAKS, ' ')
    .normalize('NFKD')
    .toLowerCase()
    .replace(SPECIAL_LETTERS, (letter) => PLAIN_LETTERS[letter] ?? '')
    .replace(dropped, '')
    .replace(/'{2,}/g, '');
}

/**
 * Lower-case a–z and apostrophes in words parted by single spaces; the empty string where there are none.
 * Normalising twice changes nothing.
 */
export function normaliseText(text: string): string {
  return plainText(text, /[^a-z' ]/g)
    .split(' ')
    .map(unquoted)
    .filter((word) => word !== '')
    .join(' ');
}
