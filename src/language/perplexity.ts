/**
 * How well a model of words expects a text.
 * @module
 */
import type { WordModel } from './word-model';

/** Figures of a text under a model. */
export interface Perplexity {
  readonly sentences: number;
  /** Without ends of sentences. */
  readonly words: number;
  /** Words that the model does not know. */
  readonly unknown: number;
  /** Share of unknown words. */
  readonly unknownRate: number;
  /** Perplexity of known words and ends of sentences. */
  readonly perplexity: number;
  /** The same with `<unk>` counted as a word. */
  readonly perplexityWithUnknown: number;
}

/** Adds up sentences. */
export class PerplexityMeter {
  #sentences = 0;
  #words = 0;
  #unknown = 0;
  #known = 0;
  #all = 0;

  constructor(readonly model: WordModel) {}

  /** Scores a sentence from its start to its end. */
  add(sentence: readonly string[]): void {
    this.addNumbers(Uint32Array.from(sentence, (word) => this.model.wordId(word)));
  }

  /** As `add`, with the model's own numbers of words. */
  addNumbers(sentence: Uint32Array): void {
    const { model } = this;
    let state = model.start;
    for (const id of sentence) {
      this.#count(model.score(state, id), id === model.unknown);
      state = model.next(state, id);
    }
    this.#count(model.score(state, model.end), false);
    this.#sentences += 1;
    this.#words += sentence.length;
  }

  #count(logProb: number, isUnknown: boolean): void {
    this.#all += logProb;
    if (isUnknown) this.#unknown += 1;
    else this.#known += logProb;
  }

  /** NaN where there was no text. */
  result(): Perplexity {
    const scored = this.#words + this.#sentences;
    return {
      sentences: this.#sentences,
      words: this.#words,
      unknown: this.#unknown,
      unknownRate: this.#unknown / this.#words,
      perplexity: Math.exp(-this.#known / (scored - this.#unknown)),
      perplexityWithUnknown: Math.exp(-this.#all / scored),
    };
  }
}
