/**
 * Pronunciations as text, in the format of CMUdict: a word and its phones a line, `word(2)` for a second way to say
 * it, `;;;` or ` #` before a comment.
 * Format: https://github.com/cmusphinx/cmudict
 * @module
 */
import { UserError } from '../base/errors';
import { phoneNumber } from '../text/phones';

/** One way to say a word. */
export interface Pronunciation {
  /** In lower case. */
  readonly word: string;
  /** Indices into PHONES. */
  readonly phones: Uint8Array;
}

/** More phones than any word has; what is longer is not a word. */
const LONGEST_PRONUNCIATION = 255;

const VARIANT = /\(\d+\)$/;
const COMMENT = /^;;;|(^|\s)#/;

/**
 * Reads one line.
 * @param where File and line, for the message.
 * @returns undefined for a line without an entry.
 * @throws UserError that says what is wrong with the line and how to mend it.
 */
export function parsePronunciation(line: string, where: string): Pronunciation | undefined {
  const comment = line.search(COMMENT);
  const fields = (comment < 0 ? line : line.slice(0, comment)).split(/\s+/).filter(Boolean);
  const [name, ...phones] = fields;
  if (name === undefined) return undefined;
  const word = name.replace(VARIANT, '').toLowerCase();
  const numbers = phones.map((phone) => {
    const number = phoneNumber(phone);
    if (number === undefined) {
      throw new UserError(
        `Lexicon ${where} has an unknown phone ${JSON.stringify(phone)} in ${JSON.stringify(name)}`,
        "use CMUdict's 39 phones in capitals, separated by spaces",
      );
    }
    return number;
  });
  if (word === '' || numbers.length === 0 || numbers.length > LONGEST_PRONUNCIATION) {
    throw new UserError(
      `Lexicon ${where} has ${numbers.length} phones for ${JSON.stringify(name)}`,
      `write a word and 1 to ${LONGEST_PRONUNCIATION} phones, or remove the line`,
    );
  }
  return { word, phones: Uint8Array.from(numbers) };
}

/**
 * Reads a whole text.
 * @param file Name of the file, for messages.
 * @param keeps Whether a word is wanted: a decoder says no other words than its word model knows.
 * @throws UserError at the first line that cannot be read.
 */
export function parsePronunciations(
  text: string,
  file: string,
  keeps: (word: string) => boolean = () => true,
): Pronunciation[] {
  return text.split('\n').flatMap((line, index) => {
    const found = parsePronunciation(line, `${file} line ${index + 1}`);
    return found && keeps(found.word) ? [found] : [];
  });
}
