/**
 * Transcripts as phones: every word as the lexicon says it, else like words that it is made of, else
 * as a network says it.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { readPronouncer } from '../bundle/pronouncer-file';
import { PlainNetwork } from '../language/g2p/plain-network';
import { sayingAnyWord, sayingBy } from '../language/g2p/pronounce';
import { parsePronunciations, type Pronunciation } from '../language/pronunciation-text';

/** Unit numbers of a normalised text; none if it is not known how one of its words is said. */
export type PhoneLabels = (normalised: string) => Int32Array;

/**
 * The pronunciations of a lexicon in CMUdict's format.
 * @throws UserError if it cannot be read.
 */
export async function readLexicon(lexiconFile: string): Promise<Pronunciation[]> {
  let text: string;
  try {
    text = await readFile(lexiconFile, 'utf8');
  } catch {
    throw new UserError(`Cannot read lexicon ${lexiconFile}`, 'check lexicon in the config');
  }
  return parsePronunciations(text, lexiconFile);
}

/**
 * Labels by a lexicon in CMUdict's format; the first pronunciation of a word counts. A word that is not in it is said
 * like words that it is made of, or as the network in `pronouncerFile` says it.
 * @throws UserError if a file cannot be read.
 */
export async function openPhoneLabels(
  lexiconFile: string,
  pronouncerFile?: string,
): Promise<PhoneLabels> {
  const phonesOf = new Map<string, Uint8Array>();
  for (const { word, phones } of await readLexicon(lexiconFile)) {
    if (!phonesOf.has(word)) phonesOf.set(word, phones);
  }
  const network = pronouncerFile === undefined ? undefined : await readPronouncer(pronouncerFile);
  const say = sayingAnyWord(
    (word) => phonesOf.get(word),
    network && sayingBy(new PlainNetwork(network.spec, network.weights)),
  );
  return (normalised) => {
    const words = normalised.split(' ').map(say);
    if (words.includes(undefined)) return new Int32Array(0);
    return Int32Array.from(words.flatMap((phones) => Array.from(phones!)));
  };
}
