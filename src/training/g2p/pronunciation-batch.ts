/**
 * Words with their pronunciations as batches for the network: words of like length together.
 * T letters, S phones with the boundary, B words; everything time-major.
 * @module
 */
import type { Random } from '../../base/random';
import { MOST_STEPS, paddedSteps } from '../../language/g2p/padded-steps';
import { BOUNDARY, PADDING_LETTER } from '../../language/g2p/pronouncer-spec';
import type { Pronunciation } from '../../language/pronunciation-text';
import { encode } from '../../text/alphabet';

/** What a step learns from. */
export interface PronunciationBatch {
  readonly size: number;
  /** T. */
  readonly letterSteps: number;
  /** S. */
  readonly phoneSteps: number;
  /** [T, B]. */
  readonly letters: Int32Array;
  /** [T, B]: 1 behind the end of a word. */
  readonly padding: Float32Array;
  /** [S, B]: the phone before each phone, the boundary at the start. */
  readonly previous: Int32Array;
  /** [S, B]: the phones, the boundary behind them. */
  readonly labels: Int32Array;
  /** [S, B]: each label's part of the loss; 0 in padding; they sum to 1. */
  readonly weights: Float32Array;
}

/** Whether a pronunciation is short enough to be laid out. */
export function fitsBatch({ word, phones }: Pronunciation): boolean {
  return word.length <= MOST_STEPS && phones.length < MOST_STEPS;
}

/** Lays out at most `size` words; what is missing to `size` repeats the first one without counting. */
export function layOutWords(words: readonly Pronunciation[], size: number): PronunciationBatch {
  const T = paddedSteps(Math.max(...words.map(({ word }) => word.length)));
  const S = paddedSteps(Math.max(...words.map(({ phones }) => phones.length + 1)));
  const letters = new Int32Array(T * size).fill(PADDING_LETTER);
  const padding = new Float32Array(T * size).fill(1);
  const previous = new Int32Array(S * size).fill(BOUNDARY);
  const labels = new Int32Array(S * size).fill(BOUNDARY);
  const weights = new Float32Array(S * size);
  const total = words.reduce((sum, { phones }) => sum + phones.length + 1, 0);
  for (let b = 0; b < size; b++) {
    const { word, phones } = words[b] ?? words[0]!;
    for (const [t, letter] of encode(word).entries()) {
      letters[t * size + b] = letter;
      padding[t * size + b] = 0;
    }
    for (let s = 0; s <= phones.length; s++) {
      if (s > 0) previous[s * size + b] = phones[s - 1]!;
      if (s < phones.length) labels[s * size + b] = phones[s]!;
      if (b < words.length) weights[s * size + b] = 1 / total;
    }
  }
  return { size, letterSteps: T, phoneSteps: S, letters, padding, previous, labels, weights };
}

/** The batches of an epoch as lists of words: like lengths together, in an order that `random` draws. */
export function dealWords(
  words: readonly Pronunciation[],
  size: number,
  random: Random,
): Pronunciation[][] {
  const order = ({ word, phones }: Pronunciation): number =>
    paddedSteps(word.length) * 100 + paddedSteps(phones.length + 1);
  const sorted = random.shuffle([...words]).sort((a, b) => order(a) - order(b));
  const batches: Pronunciation[][] = [];
  for (let at = 0; at < sorted.length; at += size) batches.push(sorted.slice(at, at + size));
  return random.shuffle(batches);
}
