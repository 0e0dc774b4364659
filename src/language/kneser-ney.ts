/**
 * Interpolated modified Kneser–Ney estimation.
 * Sources: Chen and Goodman 1998, "An Empirical Study of Smoothing Techniques for Language Modeling"; cut-offs
 * as Heafield et al. 2013, "Scalable Modified Kneser-Ney Language Model Estimation": what is cut gives its
 * whole mass to the shorter history.
 * @module
 */
import type { Corpus } from './corpus';
import type { HistoryShares } from './entropy-pruning';
import {
  countsToStarts,
  findNgram,
  LOG_OF_NOTHING,
  scoreAfter,
  SENTENCE_END,
  SENTENCE_START,
  type NgramLayer,
  type NgramLayers,
} from './ngram-layers';
import { compareWords, NgramReader, NgramSorter, type SorterRoom } from './ngram-sorter';

/** What to estimate. */
export interface EstimationSettings {
  /** Words of the longest n-grams, from 1 to 5. */
  readonly order: number;
  /** By order: n-grams that count no more than this are left out, unless a longer one needs them. */
  readonly cutOffs: readonly number[];
}

/** What is taken off an n-gram that counts 1, 2, and 3 or more. */
export type Discounts = readonly [number, number, number];

/** Used where the text is too small to estimate discounts. */
const FALLBACK: Discounts = [0.5, 1, 1.5];

/** Discounts from the numbers of n-grams that count 1, 2, 3 and 4. */
export function discountsOf(countsOfCounts: readonly number[]): Discounts {
  const [n1 = 0, n2 = 0, n3 = 0, n4 = 0] = countsOfCounts;
  const y = n1 / (n1 + 2 * n2);
  const found: Discounts = [1 - (2 * y * n2) / n1, 2 - (3 * y * n3) / n2, 3 - (4 * y * n4) / n3];
  return found.every((discount, i) => discount >= 0 && discount <= i + 1) ? found : FALLBACK;
}

/** A model, and what its text tells about histories. */
export interface EstimatedModel extends NgramLayers {
  /** How often single words and the longest histories occur in the text. */
  readonly historyShares: HistoryShares;
}

/** The model of a text. Holds in memory only what survives the cut-offs. */
export function estimate(
  corpus: Corpus,
  settings: EstimationSettings,
  room: SorterRoom,
  onStep: (what: string) => void = () => undefined,
): EstimatedModel {
  const { order, cutOffs } = settings;
  const files = countOrders(corpus, order, room, onStep);
  const start = corpus.words.indexOf(SENTENCE_START);
  const orders = files.map((file, i) => ({ file, order: i + 1, start, cutOff: cutOffs[i] ?? 0 }));
  const kept = keptNgrams(orders);
  const occurrences = corpus.counts.reduce((sum, count) => sum + count, 0);
  const shares: (Float32Array | undefined)[] = orders.slice(1).map(() => undefined);
  const layers: NgramLayer[] = [unigrams(orders[0]!, corpus.words.length)];
  for (const counted of orders.slice(1)) {
    onStep(`estimating ${counted.order}-grams`);
    const totals = new Float32Array(layers.at(-1)!.words.length);
    layers.push(nextLayer(layers, counted, kept[counted.order - 1], totals));
    // Only the longest n-grams are counted as often as they occur.
    if (counted.order === order) shares[order - 2] = totals.map((total) => total / occurrences);
  }
  shares[0] = Float32Array.from(corpus.counts, (count) => count / occurrences);
  const highest = layers.pop()!;
  layers.push({ ...highest, backOff: new Float32Array(), children: new Uint32Array() });
  return { words: corpus.words, layers, historyShares: shares };
}

/** Sorted n-grams of one order with the counts that Kneser–Ney uses. */
interface CountedOrder {
  readonly file: string;
  readonly order: number;
  readonly start: number;
  readonly cutOff: number;
}

/**
 * By order, files of n-grams with adjusted counts: how often the longest ones occur, and how many different
 * words stand before shorter ones. Nothing stands before the start of a sentence, so n-grams from there count
 * how often they occur.
 */
function countOrders(
  corpus: Corpus,
  order: number,
  room: SorterRoom,
  onStep: (what: string) => void,
): string[] {
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
    for (let i = 0; i + order <= length; i++) sorter.add(padded, i, 1);
  }
  const files = [sorter.finish()];
  for (let k = order - 1; k > 0; k--) {
    onStep(`counting ${k}-grams`);
    sorter = new NgramSorter(k, vocabulary, room);
    const reader = new NgramReader(files[0]!, k + 1);
    while (reader.next()) sorter.add(reader.words, 1, reader.words[1] === start ? reader.count : 1);
    files.unshift(sorter.finish());
  }
  return files;
}

/** Whether a record only fills up the start of a sentence; such a one is no n-gram of the model. */
function isPadding(words: Uint32Array, start: number): boolean {
  return words.length > 1 && words[0] === start && words[1] === start;
}

/** Goes through the n-grams of an order without padding, with their places. */
function eachNgram(
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

/** By order, a 1 for each n-gram to keep: those above the cut-off, and the beginnings of longer ones that are kept. */
function keptNgrams(orders: readonly CountedOrder[]): (Uint8Array | undefined)[] {
  const kept: (Uint8Array | undefined)[] = orders.map(() => undefined);
  for (let k = orders.length - 1; k > 0; k--) {
    const counted = orders[k]!;
    const above = orders[k + 1];
    const mask = new Uint8Array(eachNgram(counted, () => undefined));
    const longer = above && new NgramReader(above.file, above.order);
    const longerMask = kept[k + 1];
    let place = 0;
    const advance = (): boolean => {
      while (longer?.next()) {
        if (isPadding(longer.words, counted.start)) continue;
        if (longerMask?.[place++] === 1) return true;
      }
      return false;
    };
    let isLeft = advance();
    eachNgram(counted, (words, count, at) => {
      let isNeeded = false;
      while (isLeft && compareWords(longer!.words, words, counted.order) <= 0) {
        isNeeded = true;
        isLeft = advance();
      }
      mask[at] = isNeeded || count > counted.cutOff ? 1 : 0;
    });
    kept[k] = mask;
  }
  return kept;
}

function discountsFor(counted: CountedOrder): Discounts {
  const countsOfCounts = [0, 0, 0, 0];
  eachNgram(counted, (_, count) => {
    if (count <= 4) countsOfCounts[count - 1]! += 1;
  });
  return discountsOf(countsOfCounts);
}

const discountFor = (discounts: Discounts, count: number): number =>
  count === 1 ? discounts[0] : count === 2 ? discounts[1] : discounts[2];

/** Unigrams share what is taken off evenly with every word that can follow. */
function unigrams(counted: CountedOrder, vocabulary: number): NgramLayer {
  const discounts = discountsFor(counted);
  const probability = new Float64Array(vocabulary);
  let total = 0;
  let taken = 0;
  eachNgram(counted, ([word], count) => {
    const discount = discountFor(discounts, count);
    probability[word!] = count - discount;
    total += count;
    taken += discount;
  });
  const even = taken / total / (vocabulary - 1);
  const logProb = Float32Array.from(probability, (p) => Math.log(p / total + even));
  logProb[counted.start] = LOG_OF_NOTHING;
  return {
    words: Uint32Array.from({ length: vocabulary }, (_, i) => i),
    logProb,
    backOff: new Float32Array(vocabulary),
    children: new Uint32Array(vocabulary + 1),
  };
}

/**
 * Adds an order to the layers below it, whose back-offs and children it fills in.
 * @param totals Gets the sum of the counts after each history.
 */
function nextLayer(
  layers: readonly NgramLayer[],
  counted: CountedOrder,
  mask: Uint8Array | undefined,
  totals: Float32Array,
): NgramLayer {
  const { order } = counted;
  const discounts = discountsFor(counted);
  const size = mask?.reduce((sum, bit) => sum + bit, 0) ?? 0;
  const words = new Uint32Array(size);
  const logProb = new Float32Array(size);
  const below = layers[order - 2]!;
  const history = new Uint32Array(order - 1);
  // The continuations of one history: word, and count, or minus the count of one that is cut.
  const group = { words: [] as number[], counts: [] as number[], isKept: false };
  let used = 0;

  const close = (): void => {
    const node = group.isKept ? findNgram(layers, history, 0, order - 1) : -1;
    if (node < 0) return;
    let [total, freed] = [0, 0];
    for (const count of group.counts) {
      total += Math.abs(count);
      freed += count > 0 ? discountFor(discounts, count) : -count;
    }
    totals[node] = total;
    const share = freed / total;
    below.backOff[node] = share > 0 ? Math.log(share) : LOG_OF_NOTHING;
    for (const [i, word] of group.words.entries()) {
      const count = group.counts[i]!;
      if (count < 0) continue;
      const shorter = Math.exp(scoreAfter(layers, history, 1, order - 1, word));
      const p = (count - discountFor(discounts, count)) / total + share * shorter;
      words[used] = word;
      logProb[used++] = Math.log(p);
      below.children[node + 1]! += 1;
    }
  };
  eachNgram(counted, (ngram, count, at) => {
    if (compareWords(ngram, history, order - 1) !== 0) {
      close();
      group.words.length = 0;
      group.counts.length = 0;
      group.isKept = false;
      history.set(ngram.subarray(0, order - 1));
    }
    const isKept = mask?.[at] === 1;
    group.words.push(ngram[order - 1]!);
    group.counts.push(isKept ? count : -count);
    group.isKept ||= isKept;
  });
  close();
  countsToStarts(below.children);
  return {
    words,
    logProb,
    backOff: new Float32Array(size),
    children: new Uint32Array(size + 1),
  };
}
