/**
 * Transcripts as phones: every word as the lexicon says it.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { parsePronunciations } from '../language/pronunciation-text';

/** Unit numbers of a normalised text; none if a word is not in the lexicon. */
export type PhoneLabels = (normalised: string) => Int32Array;

/**
 * Labels by a lexicon in CMUdict's format; the first pronunciation of a word counts.
 * @throws UserError if the file cannot be read.
 */
export async function openPhoneLabels(lexiconFile: string): Promise<PhoneLabels> {
  let text: string;
  try {
    text = await readFile(lexiconFile, 'utf8');
  } catch {
    throw new UserError(`Cannot read lexicon ${lexiconFile}`, 'check lexicon in the config');
  }
  const phonesOf = new Map<string, Uint8Array>();
  for (const { word, phones } of parsePronunciations(text, lexiconFile)) {
    if (!phonesOf.has(word)) phonesOf.set(word, phones);
  }
  return (normalised) => {
    const words = normalised.split(' ').map((word) => phonesOf.get(word));
    if (words.includes(undefined)) return new Int32Array(0);
    return Int32Array.from(words.flatMap((phones) => Array.from(phones!)));
  };
}
