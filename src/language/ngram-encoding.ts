/**
 * The bytes of an n-gram file; `ngram-file.ts` tells how it is laid out.
 * @module
 */
import { CODES, codeBookOf, encodeWith } from './code-book';
import { HIGHEST_ORDER, type NgramLayer, type NgramLayers } from './ngram-layers';
import { varintBytes, VarintWriter } from './varints';

/** What a file begins with. */
export const MAGIC = 'SKALDNG2';
/** Numbers of the header: order, bytes of the word list, then these by order. */
export const HEADER_NUMBERS = 2 + 4 * HIGHEST_ORDER;
/** Bytes before the word list. */
export const HEADER_BYTES = MAGIC.length + 4 * HEADER_NUMBERS;

/** The sizes of one order's arrays. */
export interface LayerSizes {
  /** N-grams. */
  ngrams: number;
  /** Bytes of their last words; of the first order, 0. */
  wordBytes: number;
  /** Bytes of their numbers of children; of the highest order, 0. */
  childBytes: number;
  /** N-grams that are continued, which have a back-off; of the first order all have. */
  continued: number;
}

/** Bytes of a whole file. */
export function fileBytes(sizes: readonly LayerSizes[], wordListBytes: number): number {
  let total = HEADER_BYTES + wordListBytes;
  for (const [i, { ngrams, wordBytes, childBytes, continued }] of sizes.entries()) {
    const isHighest = i === sizes.length - 1;
    if (i === 0) total += 4 * ngrams + (isHighest ? 0 : 4 * ngrams);
    else total += 4 * CODES + ngrams + (isHighest ? 0 : 4 * CODES + continued);
    total += wordBytes + childBytes;
  }
  return total;
}

/**
 * The sizes of a model of which only some n-grams are kept.
 * @param marks By order, a 1 for each n-gram to keep; all are kept where they are missing.
 */
export function sizesOf({ layers }: NgramLayers, marks?: readonly Uint8Array[]): LayerSizes[] {
  const sizes = layers.map(() => ({ ngrams: 0, wordBytes: 0, childBytes: 0, continued: 0 }));
  const first = sizes[0]!;
  first.ngrams = first.continued = layers[0]!.words.length;
  for (const [i, { children }] of layers.slice(0, -1).entries()) {
    const next = layers[i + 1]!;
    const own = sizes[i]!;
    const below = sizes[i + 1]!;
    const kept = marks?.[i + 1];
    for (let node = 0; node + 1 < children.length; node++) {
      if (marks?.[i]![node] === 0) continue;
      let count = 0;
      let before = -1;
      for (let k = children[node]!; k < children[node + 1]!; k++) {
        if (kept?.[k] === 0) continue;
        const word = next.words[k]!;
        below.wordBytes += varintBytes(word - before - 1);
        before = word;
        count += 1;
      }
      own.childBytes += varintBytes(count);
      below.ngrams += count;
      if (i > 0 && count > 0) own.continued += 1;
    }
  }
  return sizes;
}

/** The list of words as a file holds it. */
export function wordListOf(words: readonly string[]): Buffer {
  return Buffer.from(words.join('\n'));
}

/** The bytes of a model's file. */
export function encodeNgrams(model: NgramLayers): Uint8Array {
  const { words, layers } = model;
  const list = wordListOf(words);
  const sizes = sizesOf(model);
  const file = Buffer.alloc(fileBytes(sizes, list.length));
  file.write(MAGIC, 'latin1');
  const byOrder = (key: keyof LayerSizes): number[] =>
    Array.from({ length: HIGHEST_ORDER }, (_, i) => sizes[i]?.[key] ?? 0);
  [
    layers.length,
    list.length,
    ...byOrder('ngrams'),
    ...byOrder('wordBytes'),
    ...byOrder('childBytes'),
    ...byOrder('continued'),
  ].forEach((n, i) => file.writeUInt32LE(n, MAGIC.length + 4 * i));
  let at = HEADER_BYTES;
  const put = (array: Uint8Array | Float32Array): void => {
    file.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  };
  put(list);
  for (const [i, layer] of layers.entries()) {
    const isHighest = i === layers.length - 1;
    if (i === 0) {
      put(layer.logProb);
      if (!isHighest) put(layer.backOff);
    } else {
      const book = codeBookOf(layer.logProb);
      put(book);
      put(wordStream(layer, layers[i - 1]!, sizes[i]!.wordBytes));
      put(encodeWith(book, layer.logProb));
    }
    if (isHighest) continue;
    put(childStream(layer, sizes[i]!.childBytes));
    if (i === 0) continue;
    const { children } = layer;
    const backOffs = layer.backOff.filter((_, n) => children[n] !== children[n + 1]);
    const book = codeBookOf(backOffs);
    put(book);
    put(encodeWith(book, backOffs));
  }
  return file;
}

function wordStream({ words }: NgramLayer, above: NgramLayer, bytes: number): Uint8Array {
  const writer = new VarintWriter(new Uint8Array(bytes));
  const { children } = above;
  for (let node = 0; node + 1 < children.length; node++) {
    let before = -1;
    for (let k = children[node]!; k < children[node + 1]!; k++) {
      writer.put(words[k]! - before - 1);
      before = words[k]!;
    }
  }
  return writer.bytes;
}

function childStream({ words, children }: NgramLayer, bytes: number): Uint8Array {
  const writer = new VarintWriter(new Uint8Array(bytes));
  for (let i = 0; i < words.length; i++) writer.put(children[i + 1]! - children[i]!);
  return writer.bytes;
}
