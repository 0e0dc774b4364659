/**
 * What a word model says about the words of a lexicon: scores of words, and the best that a node may lead to.
 * @module
 */
import type { Lexicon } from '../language/lexicon';
import type { WordModel } from '../language/word-model';
import { pairHash } from './hypotheses';

/** Weights of the language against the sound. */
export interface LanguageWeights {
  /** Factor of the word model's log probabilities. */
  readonly alpha: number;
  /** Added for each word. */
  readonly beta: number;
  /** Where no more entries than this follow a node, each is looked up; elsewhere the best word alone counts. */
  readonly lookAheadEntries: number;
}

/** Places of each cache; a power of two. What is not there is computed again, so the size changes no result. */
const CACHE_BITS = 18;
const CACHE_SIZE = 1 << CACHE_BITS;

/** Direct-mapped cache from pairs of numbers to a score and a second number. */
class PairCache {
  readonly context = new Float64Array(CACHE_SIZE).fill(-1);
  readonly item = new Int32Array(CACHE_SIZE).fill(-1);
  readonly score = new Float64Array(CACHE_SIZE);
  readonly next = new Float64Array(CACHE_SIZE);

  /** Whether `slot` holds the pair. */
  has(slot: number, context: number, item: number): boolean {
    return this.item[slot] === item && this.context[slot] === context;
  }
}

/**
 * Number of the model's word for each word of the lexicon; −1 where the model does not know it, so that it is never
 * said.
 */
export function modelWords(lexicon: Lexicon, model: WordModel): Int32Array {
  return Int32Array.from(lexicon.words, (word) => {
    const id = model.wordId(word);
    return id === model.unknown ? -1 : id;
  });
}

/**
 * N: the best log probability of a word at or below each node, whatever came before; −∞ where no word is known.
 * @param words Of {@link modelWords}.
 */
export function unigramLookAhead(
  lexicon: Lexicon,
  model: WordModel,
  words: Int32Array,
): Float64Array {
  const { nodes, parent, firstEntry, ownEnd, entryWord } = lexicon;
  // After an unknown word a model has nothing to go by but how frequent words are.
  const state = model.next(model.start, model.unknown);
  const best = new Float64Array(nodes).fill(-Infinity);
  for (let node = nodes - 1; node >= 0; node--) {
    for (let entry = firstEntry[node]!; entry < ownEnd[node]!; entry++) {
      const word = words[entryWord[entry]!]!;
      if (word >= 0) best[node] = Math.max(best[node]!, model.score(state, word));
    }
    // Children come after their parent, so the parent has yet to be visited.
    best[parent[node]!] = Math.max(best[parent[node]!]!, best[node]!);
  }
  return best;
}

/** Weighted scores, cached. Asking twice gives the same; only the time differs. */
export class LexiconScores {
  private readonly words: Int32Array;
  private readonly unigram: Float64Array;
  private readonly entries = new PairCache();
  private readonly nodes = new PairCache();

  constructor(
    readonly lexicon: Lexicon,
    readonly model: WordModel,
    private readonly weights: LanguageWeights,
  ) {
    this.words = modelWords(lexicon, model);
    this.unigram = unigramLookAhead(lexicon, model, this.words);
  }

  /** Number of the model's word of an entry, −1 if it knows none. */
  wordOf(entry: number): number {
    return this.words[this.lexicon.entryWord[entry]!]!;
  }

  /** Place of an entry's weighted score and following state, to be read with `scoreAt` and `nextAt` before another call. */
  lookUp(context: number, entry: number): number {
    const cache = this.entries;
    const slot = pairHash(context, entry) & (CACHE_SIZE - 1);
    if (cache.has(slot, context, entry)) return slot;
    const word = this.wordOf(entry);
    const { alpha, beta } = this.weights;
    cache.context[slot] = context;
    cache.item[slot] = entry;
    cache.score[slot] = word < 0 ? -Infinity : alpha * this.model.score(context, word) + beta;
    cache.next[slot] = word < 0 ? context : this.model.next(context, word);
    return slot;
  }

  /** Weighted score at a place of `lookUp`. */
  scoreAt(slot: number): number {
    return this.entries.score[slot]!;
  }

  /** State after the word at a place of `lookUp`. */
  nextAt(slot: number): number {
    return this.entries.next[slot]!;
  }

  /** Weighted score of the end of the utterance. */
  endScore(context: number): number {
    return this.weights.alpha * this.model.score(context, this.model.end);
  }

  /** Best weighted score of a word at or below `node`, or nearly: for pruning. −∞ where there is no word. */
  ahead(context: number, node: number): number {
    const { firstEntry, lastEntry } = this.lexicon;
    const [first, last] = [firstEntry[node]!, lastEntry[node]!];
    if (last - first > this.weights.lookAheadEntries) {
      return this.weights.alpha * this.unigram[node]! + this.weights.beta;
    }
    const cache = this.nodes;
    const slot = pairHash(context, node) & (CACHE_SIZE - 1);
    if (cache.has(slot, context, node)) return cache.score[slot]!;
    let best = -Infinity;
    for (let entry = first; entry < last; entry++) {
      const score = this.scoreAt(this.lookUp(context, entry));
      if (score > best) best = score;
    }
    cache.context[slot] = context;
    cache.item[slot] = node;
    cache.score[slot] = best;
    return best;
  }
}
