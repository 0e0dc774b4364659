/**
 * What a decoder asks of a model of word sequences, whatever estimates it.
 * @module
 */

/** Gives the probability of a word after others; shared by all utterances, never changed by use. */
export interface WordModel {
  /** How many words it knows, with `<s>`, `</s>` and `<unk>`. */
  readonly size: number;
  /** Number of `<unk>`, which stands for every word that it does not know. */
  readonly unknown: number;
  /** Number of `</s>`, the end of an utterance. */
  readonly end: number;
  /** State at the start of an utterance, after `<s>`. */
  readonly start: number;
  /** Number of a word in lower case; `unknown` if the model does not know it. */
  wordId(word: string): number;
  /** The word of a number. */
  wordOf(id: number): string;
  /** Natural log probability of `word` in `state`. */
  score(state: number, word: number): number;
  /** The state after `word`; equal histories give equal numbers. */
  next(state: number, word: number): number;
}
