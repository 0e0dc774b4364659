/**
 * Pronunciations for the words of a list that a lexicon lacks.
 * @module
 */
import { derivePronunciation } from '../derived-pronunciation';
import type { Pronunciation } from '../pronunciation-text';
import { BatchPronouncer } from './batch-pronouncer';
import { isPronounceable, type PronouncerSpec, type PronouncerWeights } from './pronouncer-spec';

/** A network that is not yet compiled. */
export interface PronouncerParts {
  readonly spec: PronouncerSpec;
  readonly weights: PronouncerWeights;
}

/**
 * How the words of `words` are said that `listed` lacks: like words that they are made of, else by `network` where
 * there is one. In the order of the words; those that nobody can say are left out.
 */
export async function pronounceRest(
  words: readonly string[],
  listed: readonly Pronunciation[],
  network?: PronouncerParts,
): Promise<Pronunciation[]> {
  const known = new Map<string, Uint8Array>();
  for (const { word, phones } of listed) if (!known.has(word)) known.set(word, phones);
  const lacking = [...new Set(words)].filter((word) => !known.has(word) && isPronounceable(word));
  const said = new Map<string, Uint8Array>();
  for (const word of lacking) {
    const phones = derivePronunciation(word, (other) => known.get(other));
    if (phones) said.set(word, phones);
  }
  const rest = lacking.filter((word) => !said.has(word));
  if (network !== undefined && rest.length > 0) {
    const pronouncer = await BatchPronouncer.open(network.spec, network.weights);
    try {
      for (const [word, phones] of await pronouncer.say(rest)) said.set(word, phones);
    } finally {
      pronouncer.close();
    }
  }
  return lacking.flatMap((word) => {
    const phones = said.get(word);
    return phones ? [{ word, phones }] : [];
  });
}
