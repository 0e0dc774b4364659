/**
 * Interpolated modified Kneser–Ney estimation.
 * Sources: Chen and Goodman 1998, "An Empirical Study of Smoothing Techniques for Language Modeling"; cut-offs
 * as Heafield et al. 2013, "Scalable Modified Kneser-Ney Language Model Estimation": what is cut gives its
 * whole mass to the shorter history.
 * @module
 */
import type { Corpus } from './corpus';
import type { HistoryShares } from './entropy-pruning';
import { eachNgram, isPadding, type CountedOrder } from './ngram-counts';
import {
  countsToStarts,
  findEndings,
  findNgram,
  LOG_OF_NOTHING,
  scoreAfterEndings,
  SENTENCE_END,
  type NgramLayer,
  type NgramLayers,
} from './ngram-layers';
import { compareWords, NgramReader } from './ngram-sorter';

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
  /** How often histories occur in the text. */
  readonly historyShares: HistoryShares;
}

/**
 * The model of a text. Holds in memory only what survives the cut-offs.
 * @param orders The counts of the text, unigrams first.
 * @param cutOffs By order: n-grams that count no more than this are left out, unless a longer one needs them.
 */
export function estimate(
  { words, counts }: Pick<Corpus, 'words' | 'counts'>,
  orders: readonly CountedOrder[],
  cutOffs: readonly number[],
  onStep: (what: string) => void = () => undefined,
): EstimatedModel {
  const kept = keptNgrams(orders, cutOffs);
  const layers: NgramLayer[] = [unigrams(orders[0]!, words.length)];
  for (const counted of orders.slice(1)) {
    onStep(`estimating ${counted.order}-grams`);
    layers.push(nextLayer(layers, counted, kept[counted.order - 1]!));
    kept[counted.order - 1] = undefined;
  }
  const highest = layers.pop()!;
  layers.push({ ...highest, backOff: new Float32Array(), children: new Uint32Array() });
  const occurrences = counts.reduce((sum, count) => sum + count, 0);
  const shares: (Float32Array | undefined)[] = [
    Float32Array.from(counts, (count) => count / occurrences),
  ];
  for (let length = 2; length < orders.length; length++) {
    shares.push(sharesOf({ words, layers }, orders.at(-1)!, length, occurrences));
  }
  return { words, layers, historyShares: shares };
}

/** By order, a 1 for each n-gram to keep: those above the cut-off, and the beginnings of longer ones that are kept. */
function keptNgrams(
  orders: readonly CountedOrder[],
  cutOffs: readonly number[],
): (Uint8Array | undefined)[] {
  const kept: (Uint8Array | undefined)[] = orders.map(() => undefined);
  for (let k = orders.length - 1; k > 0; k--) {
    const counted = orders[k]!;
    const cutOff = cutOffs[k] ?? 0;
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
      mask[at] = isNeeded || count > cutOff ? 1 : 0;
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

/** The continuations of one history: word, and count, or minus the count of one that is cut. */
class Continuations {
  words = new Uint32Array(1024);
  counts = new Int32Array(1024);
  size = 0;
  isKept = false;

  clear(): void {
    this.size = 0;
    this.isKept = false;
  }

  add(word: number, count: number, isKept: boolean): void {
    if (this.size === this.words.length) {
      const [words, counts] = [this.words, this.counts];
      this.words = new Uint32Array(2 * this.size);
      this.counts = new Int32Array(2 * this.size);
      this.words.set(words);
      this.counts.set(counts);
    }
    this.words[this.size] = word;
    this.counts[this.size++] = isKept ? count : -count;
    this.isKept ||= isKept;
  }
}

/** Adds an order to the layers below it, whose back-offs and children it fills in. */
function nextLayer(
  layers: readonly NgramLayer[],
  counted: CountedOrder,
  mask: Uint8Array,
): NgramLayer {
  const { order } = counted;
  const discounts = discountsFor(counted);
  let size = 0;
  for (const mark of mask) size += mark;
  const words = new Uint32Array(size);
  const logProb = new Float32Array(size);
  const below = layers[order - 2]!;
  const history = new Uint32Array(order - 1);
  const endings = new Int32Array(order);
  const group = new Continuations();
  let used = 0;

  const close = (): void => {
    const node = group.isKept ? findNgram(layers, history, 0, order - 1) : -1;
    if (node < 0) return;
    let [total, freed] = [0, 0];
    for (let i = 0; i < group.size; i++) {
      const count = group.counts[i]!;
      total += Math.abs(count);
      freed += count > 0 ? discountFor(discounts, count) : -count;
    }
    const share = freed / total;
    below.backOff[node] = share > 0 ? Math.log(share) : LOG_OF_NOTHING;
    findEndings(layers, history, 1, order - 1, endings);
    for (let i = 0; i < group.size; i++) {
      const count = group.counts[i]!;
      if (count < 0) continue;
      const word = group.words[i]!;
      const shorter = Math.exp(scoreAfterEndings(layers, endings, order - 2, word));
      const p = (count - discountFor(discounts, count)) / total + share * shorter;
      words[used] = word;
      logProb[used++] = Math.log(p);
      below.children[node + 1]! += 1;
    }
  };
  eachNgram(counted, (ngram, count, at) => {
    if (compareWords(ngram, history, order - 1) !== 0) {
      close();
      group.clear();
      for (let k = 0; k < order - 1; k++) history[k] = ngram[k]!;
    }
    group.add(ngram[order - 1]!, count, mask[at] === 1);
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

/** How often n-grams of `length` words are histories in the text, as a share of all words. */
function sharesOf(
  { words, layers }: NgramLayers,
  longest: CountedOrder,
  length: number,
  occurrences: number,
): Float32Array {
  const shares = new Float32Array(layers[length - 1]!.words.length);
  const history = new Uint32Array(length);
  const { order } = longest;
  const end = words.indexOf(SENTENCE_END);
  const reader = new NgramReader(longest.file, order);
  let total = 0;
  const close = (): void => {
    const node = total > 0 ? findNgram(layers, history, 0, length) : -1;
    if (node >= 0) shares[node]! += total / occurrences;
  };
  while (reader.next()) {
    // The longest n-grams are counted as often as they occur: most histories are the beginning of one …
    if (compareWords(reader.words, history, length) !== 0) {
      close();
      for (let k = 0; k < length; k++) history[k] = reader.words[k]!;
      total = 0;
    }
    total += reader.count;
    // … but where a sentence ends sooner, they are only within one.
    if (reader.words[order - 1] !== end) continue;
    for (let from = 1; from + length < order; from++) {
      const node = findNgram(layers, reader.words, from, from + length);
      if (node >= 0) shares[node]! += reader.count / occurrences;
    }
  }
  close();
  return shares;
}
