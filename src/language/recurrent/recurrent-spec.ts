/**
 * Sizes and weights of the recurrent language model: an LSTM that tells, piece by piece, how a sentence goes on.
 * V symbols (pieces of words and the end of an utterance), E size of a symbol's vector, H units. The same table reads
 * symbols and tells them (Press and Wolf 2017, "Using the output embedding to improve language models"):
 *   h' = LSTM(table[symbol], h)   logits = (h'·projection)·tableᵀ + output/bias
 * @module
 */
import { LSTM } from '../../recurrent/lstm-cell';
import { LETTER_PIECES, MOST_PIECES } from './word-pieces';

/** Sizes of a model. */
export interface RecurrentSpec {
  /** V. */
  readonly symbols: number;
  /** E. */
  readonly vectorSize: number;
  /** H. */
  readonly units: number;
}

/** Weights by name; shapes: {@link recurrentShapes}. */
export type RecurrentWeights = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
>;

const BOUNDS = {
  symbols: [LETTER_PIECES.length + 1, MOST_PIECES + 1],
  vectorSize: [1, 1024],
  units: [1, 2048],
} as const;

/**
 * Sizes from a file.
 * @throws RangeError naming the one that does not fit.
 */
export function parseRecurrentSpec(value: unknown): RecurrentSpec {
  const record = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const sizes = Object.entries(BOUNDS).map(([name, [least, most]]) => {
    const size = record[name];
    if (!Number.isInteger(size) || (size as number) < least || (size as number) > most) {
      throw new RangeError(`${name} must be a whole number from ${least} to ${most}`);
    }
    return [name, size] as const;
  });
  return Object.fromEntries(sizes) as unknown as RecurrentSpec;
}

/** Shape of each weight. */
export function recurrentShapes(spec: RecurrentSpec): Record<string, readonly number[]> {
  const { symbols: V, vectorSize: E, units: H } = spec;
  const cell = LSTM.parameterShapes(E, H);
  return {
    table: [V, E],
    ...Object.fromEntries(Object.entries(cell).map(([name, s]) => [`forward/${name}`, s])),
    projection: [H, E],
    'output/bias': [V],
  };
}

/** Those of the LSTM, as a recurrent layer asks for them. */
export function lstmWeights<T>(weights: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(weights).filter(([name]) => name.startsWith('forward/')),
  );
}
