/**
 * The grapheme-to-phoneme network described as data: its sizes, the shapes of its weights, letters and phones as
 * numbers.
 *
 * Letters go through an embedding and a GRU of both directions. A first GRU reads the phones said so far and asks, by
 * additive attention, where in the word to look; a second one remembers what was seen there, and says the next phone.
 * E embedding, H units of an encoder's direction, D units of a decoder, A units of the attention, C classes.
 * Attention: Bahdanau, Cho and Bengio 2015; asked by the lowest decoder layer: Wu et al. 2016, "Google's Neural
 * Machine Translation System", section 3, so that whole sequences are learned from without a loop over the attention.
 * @module
 */
import { DIRECTIONS, type Direction } from '../../recurrent/cell';
import { GRU } from '../../recurrent/gru-cell';
import { LETTERS } from '../../text/alphabet';
import { PHONES } from '../../text/phones';

/** Sizes of a network. */
export interface PronouncerSpec {
  readonly embedding: number;
  readonly encoderUnits: number;
  readonly attentionUnits: number;
  readonly decoderUnits: number;
}

/** One weight array with its shape. */
export interface WeightValues {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
/** Weights by name. */
export type PronouncerWeights = Readonly<Record<string, WeightValues>>;

/** The most that each size may be. */
const LIMIT = 1024;
const SIZES = ['embedding', 'encoderUnits', 'attentionUnits', 'decoderUnits'] as const;

/** Class behind the last phone of a word; as an input, before the first. */
export const BOUNDARY = PHONES.length;
/** C: the phones and the boundary. */
export const CLASSES = PHONES.length + 1;
/** Rows of the letters' table: the alphabet, whose space stands for padding. */
export const LETTER_ROWS = LETTERS.length;
/** What stands behind the end of a word in a batch. */
export const PADDING_LETTER = LETTERS.indexOf(' ');

/** The longest word that is pronounced; what is longer is none. */
export const LONGEST_WORD = 40;
const WORD = new RegExp(`^[a-z']{1,${LONGEST_WORD}}$`);

/** Whether a word consists of letters that the network knows, and is not too long. */
export function isPronounceable(word: string): boolean {
  return WORD.test(word) && /[a-z]/.test(word);
}

/**
 * A spec that comes from a file.
 * @throws RangeError naming the size that does not fit.
 */
export function parsePronouncerSpec(value: unknown): PronouncerSpec {
  const record = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const sizes = SIZES.map((name) => {
    const size = record[name];
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > LIMIT) {
      throw new RangeError(`${name} must be a whole number from 1 to ${LIMIT}`);
    }
    return [name, size] as const;
  });
  return Object.fromEntries(sizes) as unknown as PronouncerSpec;
}

/** Values that the encoder gives for a letter: both directions. */
export function encodedSize({ encoderUnits }: PronouncerSpec): number {
  return 2 * encoderUnits;
}

/** Values that go into the second decoder, and into the output layer: a state beside what was looked at. */
export function lookingSize(spec: PronouncerSpec): number {
  return spec.decoderUnits + encodedSize(spec);
}

/** Shapes of all weights by name. */
export function pronouncerShapes(spec: PronouncerSpec): Record<string, readonly number[]> {
  const { embedding: E, encoderUnits: H, attentionUnits: A, decoderUnits: D } = spec;
  const K = encodedSize(spec);
  const shapes: Record<string, readonly number[]> = {
    'letters/table': [LETTER_ROWS, E],
    'phones/table': [CLASSES, E],
    'bridge/kernel': [K, D],
    'bridge/bias': [D],
    'attention/query': [D, A],
    'attention/key': [K, A],
    'attention/bias': [A],
    'attention/score': [A],
    'output/kernel': [lookingSize(spec), CLASSES],
    'output/bias': [CLASSES],
  };
  const gru = (prefix: string, directions: readonly Direction[], input: number, units: number) => {
    for (const direction of directions) {
      for (const [name, shape] of Object.entries(GRU.parameterShapes(input, units))) {
        shapes[`${prefix}/${direction}/${name}`] = shape;
      }
    }
  };
  gru('encoder', DIRECTIONS, E, H);
  gru('first', ['forward'], E, D);
  gru('second', ['forward'], lookingSize(spec), D);
  return shapes;
}

/** Those of `all` whose name begins with `prefix/`, without it. */
export function under<T>(all: Readonly<Record<string, T>>, prefix: string): Record<string, T> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), value] as const] : [],
    ),
  );
}
