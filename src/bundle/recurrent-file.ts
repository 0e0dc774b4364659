/**
 * A recurrent language model as one file: its weights in half precision, its sizes and pieces of words in the header.
 * Hostile input: every size is checked against the file before memory is taken for it.
 * @module
 */
import { UserError, messageOf } from '../base/errors';
import {
  parseRecurrentSpec,
  recurrentShapes,
  type RecurrentSpec,
  type RecurrentWeights,
} from '../language/recurrent/recurrent-spec';
import { WordPieces } from '../language/recurrent/word-pieces';
import { readPart } from './read-part';
import { decodeWeights, encodeWeights, weightsMetadata } from './weights-file';

/** A model, checked. */
export interface RecurrentFile {
  readonly spec: RecurrentSpec;
  readonly pieces: WordPieces;
  readonly weights: RecurrentWeights;
}

/** Larger files are refused before they are read. */
export const RECURRENT_FILE_LIMIT = 1 << 26;
const SPEC = 'recurrent';
const PIECES = 'pieces';
const MEND = 'get the model again, or train one with `skald language train-recurrent`';

/** The bytes of the file. */
export function encodeRecurrent({ spec, pieces, weights }: RecurrentFile): Uint8Array {
  return encodeWeights(weights, 'F16', {
    [SPEC]: JSON.stringify(spec),
    [PIECES]: pieces.pieces.join('\n'),
  });
}

/**
 * Reads the bytes of a file.
 * @param where Name of the file, for messages.
 * @throws UserError if it is damaged or of another kind.
 */
export function decodeRecurrent(bytes: Buffer, where: string): RecurrentFile {
  const text = weightsMetadata(bytes, SPEC, where);
  const listed = weightsMetadata(bytes, PIECES, where);
  if (text === undefined || listed === undefined) {
    throw new UserError(`${where} is no recurrent language model`, MEND);
  }
  let spec: RecurrentSpec;
  let pieces: WordPieces;
  try {
    spec = parseRecurrentSpec(JSON.parse(text));
    pieces = new WordPieces(listed.split('\n'));
    if (pieces.symbols !== spec.symbols) {
      throw new RangeError(`it lists ${pieces.pieces.length} pieces for ${spec.symbols} symbols`);
    }
  } catch (error) {
    throw new UserError(`Recurrent language model ${where}: ${messageOf(error)}`, MEND);
  }
  return { spec, pieces, weights: decodeWeights(bytes, recurrentShapes(spec), where) };
}

/**
 * Reads a file.
 * @throws UserError if it is missing, too large, damaged or of another kind.
 */
export async function readRecurrent(file: string): Promise<RecurrentFile> {
  const kind = { what: 'recurrent language model', limit: RECURRENT_FILE_LIMIT, mend: MEND };
  return decodeRecurrent(await readPart(file, kind), file);
}
