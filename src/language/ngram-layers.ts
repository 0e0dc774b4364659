/**
 * A back-off n-gram model as one sorted array for each order: the n-grams of an order stand in the order of
 * their words, so that the continuations of one n-gram are neighbours in the next layer.
 * @module
 */

/** The n-grams of one order. */
export interface NgramLayer {
  /** Last word of each n-gram. In the first layer the word of entry `i` is `i`. */
  readonly words: Uint32Array;
  /** Natural log probability of the last word after the others. */
  readonly logProb: Float32Array;
  /** Natural log of the back-off weight; empty in the highest order. */
  readonly backOff: Float32Array;
  /** Entry `i` is continued by `children[i]` to `children[i + 1]` of the next layer; empty in the highest order. */
  readonly children: Uint32Array;
}

/** A whole model. */
export interface NgramLayers {
  /** Every word by its number, with `<s>`, `</s>` and `<unk>`. */
  readonly words: readonly string[];
  /** By order, unigrams first. */
  readonly layers: readonly NgramLayer[];
}

/** Words that every model has. */
export const SENTENCE_START = '<s>';
export const SENTENCE_END = '</s>';
export const UNKNOWN_WORD = '<unk>';
/** Highest order that is read, estimated or stored. */
export const HIGHEST_ORDER = 5;
/** What stands for the logarithm of nothing, as in ARPA files. */
export const LOG_OF_NOTHING = -99 * Math.LN10;

/** Index of `word` in the sorted `words` from `from` to before `to`, or -1. */
export function search(words: Uint32Array, from: number, to: number, word: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[middle]! < word) low = middle + 1;
    else high = middle;
  }
  return low < to && words[low] === word ? low : -1;
}

/** Index in its layer of the n-gram `words[from]` to before `words[to]`, or -1. */
export function findNgram(
  layers: readonly NgramLayer[],
  words: ArrayLike<number>,
  from: number,
  to: number,
): number {
  let node = words[from]!;
  for (let i = from + 1; i < to && node >= 0; i++) {
    const { children } = layers[i - from - 1]!;
    node = search(layers[i - from]!.words, children[node]!, children[node + 1]!, words[i]!);
  }
  return node;
}

/** Natural log probability of `word` after the history `words[from]` to before `words[to]`. */
export function scoreAfter(
  layers: readonly NgramLayer[],
  words: ArrayLike<number>,
  from: number,
  to: number,
  word: number,
): number {
  let total = 0;
  for (let start = Math.max(from, to - layers.length + 1); start < to; start++) {
    const node = findNgram(layers, words, start, to);
    if (node < 0) continue;
    const { children, backOff } = layers[to - start - 1]!;
    const next = layers[to - start]!;
    const found = search(next.words, children[node]!, children[node + 1]!, word);
    if (found >= 0) return total + next.logProb[found]!;
    total += backOff[node]!;
  }
  return total + layers[0]!.logProb[word]!;
}

/**
 * Finds every ending of the history `words[from]` to before `words[to]`: entry `i` of `endings` becomes the index of
 * the one without its first `i` words, or -1.
 */
export function findEndings(
  layers: readonly NgramLayer[],
  words: ArrayLike<number>,
  from: number,
  to: number,
  endings: Int32Array,
): void {
  for (let start = from; start < to; start++) {
    endings[start - from] = to - start < layers.length ? findNgram(layers, words, start, to) : -1;
  }
}

/** As {@link scoreAfter}, for many words after one history of `length` words, whose endings are known. */
export function scoreAfterEndings(
  layers: readonly NgramLayer[],
  endings: Int32Array,
  length: number,
  word: number,
): number {
  let total = 0;
  for (let i = 0; i < length; i++) {
    const node = endings[i]!;
    if (node < 0) continue;
    const { children, backOff } = layers[length - i - 1]!;
    const next = layers[length - i]!;
    const found = search(next.words, children[node]!, children[node + 1]!, word);
    if (found >= 0) return total + next.logProb[found]!;
    total += backOff[node]!;
  }
  return total + layers[0]!.logProb[word]!;
}

/** Makes starts out of counts: entry `i + 1` holds how many children `i` has, afterwards where they end. */
export function countsToStarts(counts: Uint32Array): Uint32Array {
  for (let i = 1; i < counts.length; i++) counts[i]! += counts[i - 1]!;
  return counts;
}
