/**
 * Scores words with a back-off n-gram model. A state is the number of the longest history that the model knows.
 * @module
 */
import { UserError } from '../base/errors';
import {
  search,
  SENTENCE_END,
  SENTENCE_START,
  UNKNOWN_WORD,
  type NgramLayer,
  type NgramLayers,
} from './ngram-layers';
import { WordIndex } from './word-index';
import type { WordModel } from './word-model';

/**
 * A back-off n-gram model: the probability of the longest n-gram that it holds, times the back-off weights of
 * the histories that had to be given up. State 0 is the empty history; the others are numbered by length of
 * history, then by place in their layer. Scoring allocates nothing.
 */
export class NgramModel implements WordModel {
  readonly size: number;
  readonly unknown: number;
  readonly end: number;
  readonly start: number;
  readonly #words: readonly string[];
  readonly #index: WordIndex;
  readonly #layers: readonly NgramLayer[];
  /** State of the first n-gram of each layer that can be a history. */
  readonly #bases: readonly number[];
  /** State without the oldest word, for histories of three words and more; 0 until it is asked for. */
  readonly #shorter: Uint32Array;

  /** @throws UserError if a word that every model needs is missing, or one stands there twice. */
  constructor({ words, layers }: NgramLayers) {
    this.#words = words;
    this.#index = new WordIndex(words);
    if (this.#index.hasRepeats) {
      throw new UserError('The language model lists a word twice', 'build or get the model again');
    }
    this.#layers = layers;
    const bases: number[] = [1];
    for (const layer of layers.slice(0, -1)) bases.push(bases.at(-1)! + layer.words.length);
    this.#bases = bases.slice(0, layers.length - 1);
    this.#shorter = new Uint32Array(layers.length > 3 ? bases.at(-1)! - bases[2]! : 0);
    this.size = words.length;
    this.unknown = this.#needed(UNKNOWN_WORD);
    this.end = this.#needed(SENTENCE_END);
    const start = this.#needed(SENTENCE_START);
    this.start = layers.length > 1 ? this.#settle(1 + start) : 0;
  }

  #needed(word: string): number {
    const id = this.#index.numberOf(word);
    if (id < 0) {
      throw new UserError(`The language model has no ${word}`, 'build or get the model again');
    }
    return id;
  }

  wordId(word: string): number {
    const id = this.#index.numberOf(word);
    return id < 0 ? this.unknown : id;
  }

  /** @throws RangeError if there is no such word. */
  wordOf(id: number): string {
    const word = this.#words[id];
    if (word === undefined) throw new RangeError(`No word ${id} in a model of ${this.size} words`);
    return word;
  }

  score(state: number, word: number): number {
    let total = 0;
    for (let node = state; ;) {
      const length = this.#lengthOf(node);
      if (length === 0) return total + this.#layers[0]!.logProb[word]!;
      const index = node - this.#bases[length - 1]!;
      const child = this.#child(length, index, word);
      if (child >= 0) return total + this.#layers[length]!.logProb[child]!;
      total += this.#layers[length - 1]!.backOff[index]!;
      node = this.#shorten(node, length);
    }
  }

  next(state: number, word: number): number {
    const longest = this.#layers.length - 1;
    if (longest === 0) return 0;
    let length = this.#lengthOf(state);
    let node = length === longest ? this.#shorten(state, length) : state;
    for (;;) {
      length = this.#lengthOf(node);
      if (length === 0) return this.#settle(1 + word);
      const child = this.#child(length, node - this.#bases[length - 1]!, word);
      if (child >= 0) return this.#settle(this.#bases[length]! + child);
      node = this.#shorten(node, length);
    }
  }

  /** A history that nothing continues and that costs nothing to give up equals the shorter one. */
  #settle(state: number): number {
    let node = state;
    for (;;) {
      const length = this.#lengthOf(node);
      if (length === 0) return node;
      const { children, backOff } = this.#layers[length - 1]!;
      const index = node - this.#bases[length - 1]!;
      if (children[index] !== children[index + 1] || backOff[index] !== 0) return node;
      node = this.#shorten(node, length);
    }
  }

  #lengthOf(state: number): number {
    let length = this.#bases.length;
    while (length > 0 && state < this.#bases[length - 1]!) length -= 1;
    return length;
  }

  #child(length: number, index: number, word: number): number {
    const { children } = this.#layers[length - 1]!;
    return search(this.#layers[length]!.words, children[index]!, children[index + 1]!, word);
  }

  #shorten(state: number, length: number): number {
    if (length === 1) return 0;
    const index = state - this.#bases[length - 1]!;
    const word = this.#layers[length - 1]!.words[index]!;
    if (length === 2) return 1 + word;
    const at = state - this.#bases[2]!;
    const known = this.#shorter[at]!;
    if (known !== 0) return known;
    const parent = this.#bases[length - 2]! + this.#parentOf(length, index);
    let result = 0;
    for (let node = this.#shorten(parent, length - 1); result === 0;) {
      const left = this.#lengthOf(node);
      if (left === 0) result = 1 + word;
      else {
        const child = this.#child(left, node - this.#bases[left - 1]!, word);
        if (child >= 0) result = this.#bases[left]! + child;
        else node = this.#shorten(node, left);
      }
    }
    this.#shorter[at] = result;
    return result;
  }

  /** Index of the n-gram that entry `index` of the layer of n-grams of `length` words continues. */
  #parentOf(length: number, index: number): number {
    const { children } = this.#layers[length - 2]!;
    let low = 0;
    let high = children.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (children[middle]! <= index) low = middle;
      else high = middle;
    }
    return low;
  }
}
