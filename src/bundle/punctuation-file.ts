/**
 * The tagger of punctuation as a file: a weights file with one small array more, which says the sizes of the others.
 * @module
 */
import { UserError } from '../base/errors';
import {
  PunctuationTagger,
  punctuationShapes,
  type PunctuationSpec,
  type PunctuationWeights,
} from '../language/punctuation-tagger';
import { decodeWeights, encodeWeights } from './weights-file';

/** Larger files are refused before they are read. */
export const PUNCTUATION_FILE_LIMIT = 32 << 20;

const SIZES = 'sizes';
/** Least and most of each size, in the order in which they are stored. */
const BOUNDS = {
  wordRows: [1, 60_000],
  endingRows: [1, 60_000],
  vectorSize: [1, 512],
  units: [1, 512],
} as const;
const NAMES = Object.keys(BOUNDS) as (keyof typeof BOUNDS)[];

/**
 * The file in half precision.
 * @throws RangeError for a size that half precision cannot hold.
 */
export function encodePunctuation(spec: PunctuationSpec, weights: PunctuationWeights): Uint8Array {
  const arrays = Object.entries(punctuationShapes(spec)).map(([name, shape]) => [
    name,
    { shape, data: weights[name]! },
  ]);
  const sizes = { shape: [NAMES.length], data: Float32Array.from(NAMES, (name) => spec[name]) };
  const bytes = encodeWeights(
    { [SIZES]: sizes, ...(Object.fromEntries(arrays) as Parameters<typeof encodeWeights>[0]) },
    'F16',
  );
  const kept = sizesIn(Buffer.from(bytes), 'to write');
  const lost = NAMES.find((name) => kept[name] !== spec[name]);
  if (lost !== undefined) {
    throw new RangeError(
      `Cannot store ${lost} as it must be exact in half precision: current value is ${spec[lost]}`,
    );
  }
  return bytes;
}

function sizesIn(bytes: Buffer, where: string): PunctuationSpec {
  const stored = decodeWeights(bytes, { [SIZES]: [NAMES.length] }, where)[SIZES]!.data;
  const spec = Object.fromEntries(NAMES.map((name, i) => [name, stored[i]!]));
  return spec as unknown as PunctuationSpec;
}

/**
 * Reads the file. It is hostile until checked: nothing is allocated from a size that it does not have bytes for.
 * @throws UserError for anything that does not fit.
 */
export function decodePunctuation(bytes: Buffer, where: string): PunctuationTagger {
  const spec = sizesIn(bytes, where);
  for (const name of NAMES) {
    const [least, most] = BOUNDS[name];
    if (!(Number.isInteger(spec[name]) && spec[name] >= least && spec[name] <= most)) {
      throw new UserError(
        `Punctuation ${where} has a wrong ${name}: ${spec[name]}`,
        'get the model again, or train a new one',
      );
    }
  }
  const arrays = decodeWeights(bytes, punctuationShapes(spec), where);
  return new PunctuationTagger(
    spec,
    Object.fromEntries(Object.entries(arrays).map(([name, { data }]) => [name, data])),
  );
}
