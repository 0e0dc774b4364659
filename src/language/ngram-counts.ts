/**
 * Sorted n-grams of a text on disk, with the counts that Kneser–Ney estimation uses: how often the longest ones occur,
 * and how many different words stand before shorter ones. Nothing stands before the start of a sentence, so n-grams
 * from there count how often they occur.
 * @module
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Corpus } from './corpus';
import { SENTENCE_END, SENTENCE_START } from './ngram-layers';
import { NgramReader, NgramSorter, type SorterRoom } from './ngram-sorter';

/** Sorted n-grams of one order. */
export interface CountedOrder {
  readonly file: string;
  readonly order: number;
  /** Number of `<s>`. */
  readonly start: number;
}

/** Counts all orders up to `order`; unigrams first. */
export function countNgrams(
  corpus: Corpus,
  order: number,
  room: SorterRoom,
  onStep: (what: string) => void = () => undefined,
): CountedOrder[] {
  const vocabulary = corpus.words.length;
  const start = corpus.words.indexOf(SENTENCE_START);
  const end = corpus.words.indexOf(SENTENCE_END);
  onStep(`counting ${order}-grams`);
  let sorter = new NgramSorter(order, vocabulary, room);
  let padded = new Uint32Array(1024).fill(start);
  for (const sentence of corpus.sentences()) {
    const length = order + sentence.length;
    if (length > padded.length) padded = new Uint32Array(2 * length).fill(start);
    padded.set(sentence, order - 1);
    padded[length - 1] = end;
    for (let i = 0; i + order <= length; i++) sorter.add(padded, i);
  }
  const files = [sorter.finish()];
  for (let k = order - 1; k > 0; k--) {
    onStep(`counting ${k}-grams`);
    sorter = new NgramSorter(k, vocabulary, room);
    const reader = new NgramReader(files[0]!, k + 1);
    while (reader.next()) {
      // Nothing but `<s>` stands before `<s>`, so these come in order.
      if (reader.words[1] === start) sorter.addSorted(reader.words, 1, reader.count);
      else sorter.add(reader.words, 1);
    }
    files.unshift(sorter.finish());
  }
  return files.map((file, i) => ({ file, order: i + 1, start }));
}

/**
 * As {@link countNgrams}, but what lies in the folder from an earlier run is taken instead if it has the same stamp.
 * @param stamp Tells the text, the vocabulary and the order.
 */
export function keptOrCountedNgrams(
  corpus: Corpus,
  order: number,
  room: SorterRoom,
  stamp: string,
  onStep: (what: string) => void,
): CountedOrder[] {
  const note = join(room.folder, 'counts.json');
  const start = corpus.words.indexOf(SENTENCE_START);
  const files = Array.from({ length: order }, (_, i) => join(room.folder, `${i + 1}-grams`));
  if (existsSync(note) && readFileSync(note, 'utf8') === stamp) {
    return files.map((file, i) => ({ file, order: i + 1, start }));
  }
  mkdirSync(room.folder, { recursive: true });
  const counted = countNgrams(corpus, order, room, onStep);
  for (const [i, { file }] of counted.entries()) renameSync(file, files[i]!);
  writeFileSync(note, stamp);
  return counted.map((one, i) => ({ ...one, file: files[i]! }));
}

/** Whether a record only fills up the start of a sentence; such a one is no n-gram of the model. */
export function isPadding(words: Uint32Array, start: number): boolean {
  return words.length > 1 && words[0] === start && words[1] === start;
}

/** Goes through the n-grams of an order without padding, with their places; returns how many there are. */
export function eachNgram(
  { file, order, start }: CountedOrder,
  visit: (words: Uint32Array, count: number, at: number) => void,
): number {
  const reader = new NgramReader(file, order);
  let at = 0;
  while (reader.next()) {
    if (!isPadding(reader.words, start)) visit(reader.words, reader.count, at++);
  }
  return at;
}
