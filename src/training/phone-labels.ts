/**
 * Transcripts as phones: every word as the lexicon says it, or as words that are made like it are said.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { derivePronunciation } from '../language/derived-pronunciation';
import { parsePronunciations } from '../language/pronunciation-text';

/** Unit numbers of a normalised text; none if it is not known how one of its words is said. */
export type PhoneLabels = (normalised: string) => Int32Array;

/**
 * Labels by a lexicon in CMUdict's format; the first pronunciation of a word counts, and one derived from other words
 * stands for a word that is not in it.
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
  const derived = new Map<string, Uint8Array | undefined>();
  const say = (word: string): Uint8Array | undefined => {
    const known = phonesOf.get(word);
    if (known || derived.has(word)) return known ?? derived.get(word);
    const made = derivePronunciation(word, (other) => phonesOf.get(other));
    derived.set(word, made);
    return made;
  };
  return (normalised) => {
    const words = normalised.split(' ').map(say);
    if (words.includes(undefined)) return new Int32Array(0);
    return Int32Array.from(words.flatMap((phones) => Array.from(phones!)));
  };
}
