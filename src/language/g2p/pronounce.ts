/**
 * From a word to its phones: by the lexicon, by words that it is made of, or by the network.
 * @module
 */
import { derivePronunciation, type SaidAs } from '../derived-pronunciation';
import type { PlainNetwork, SayingState } from './plain-network';
import { isPronounceable } from './pronouncer-spec';
import { PronunciationBeam, USUAL_WIDTH, mostPhones, type SpokenPart } from './pronunciation-beam';

/** The likeliest pronunciations of a word, the best first; none for what is no word of a to z and apostrophes. */
export function likelyPronunciations(
  network: PlainNetwork,
  word: string,
  width = USUAL_WIDTH,
): SpokenPart[] {
  if (!isPronounceable(word)) return [];
  const reading = network.read(word);
  const beam = new PronunciationBeam(width, mostPhones(word.length));
  let states: readonly SayingState[] = [reading.start];
  while (!beam.isDone) {
    const next = beam.alive.map(({ phones }, i) =>
      network.next(reading, states[i]!, phones.at(-1)),
    );
    const parents = beam.advance(next.map(({ scores }) => scores));
    states = parents.map((parent) => next[parent]!.state);
  }
  return beam.found();
}

/** Says words by `network` alone. */
export function sayingBy(network: PlainNetwork): SaidAs {
  return (word) => {
    const [best] = likelyPronunciations(network, word);
    return best && Uint8Array.from(best.phones);
  };
}

/**
 * Says words as `known` does, else like words that they are made of, else by `network` where there is one; each is
 * worked out once.
 */
export function sayingAnyWord(known: SaidAs, network?: SaidAs): SaidAs {
  const made = new Map<string, Uint8Array | undefined>();
  return (word) => {
    const listed = known(word);
    if (listed || made.has(word)) return listed ?? made.get(word);
    const said = derivePronunciation(word, known) ?? network?.(word);
    made.set(word, said);
    return said;
  };
}
