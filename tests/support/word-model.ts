/**
 * A bigram model small enough to read, for decoder tests.
 * @module
 */
import { encodeNgrams } from '../../src/language/ngram-encoding';
import type { WordModel } from '../../src/language/word-model';

/**
 * Knows `words`; `pairs` holds probabilities by "before after" (`<s>` and `</s>` included), all others are `rest`.
 */
export function bigramModel(
  words: readonly string[],
  pairs: Readonly<Record<string, number>> = {},
  rest = 0.1,
): WordModel {
  const all = ['<s>', '</s>', '<unk>', ...words];
  const ids = new Map(all.map((word, id) => [word, id]));
  return {
    size: all.length,
    unknown: 2,
    end: 1,
    start: 0,
    wordId: (word) => ids.get(word) ?? 2,
    wordOf: (id) => all[id]!,
    score: (state, word) => Math.log(pairs[`${all[state]!} ${all[word]!}`] ?? rest),
    next: (_, word) => word,
  };
}

/** The bytes of an n-gram file that knows `words`, all of them equally probable. */
export function smallWordModelFile(words: readonly string[]): Uint8Array {
  const all = ['<s>', '</s>', '<unk>', ...words];
  const layer = {
    words: Uint32Array.from(all.keys()),
    logProb: new Float32Array(all.length).fill(-Math.log(all.length)),
    backOff: new Float32Array(),
    children: new Uint32Array(),
  };
  return encodeNgrams({ words: all, layers: [layer] });
}
