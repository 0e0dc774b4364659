/**
 * A speller as one file: its weights in half precision, its sizes in the header. Hostile input: every size is checked
 * against the file before memory is taken for it.
 * @module
 */
import { parseAcousticSpec, weightShapes } from '../acoustic/acoustic-spec';
import type { Speller } from '../acoustic/speller';
import { UserError } from '../base/errors';
import { LETTERS } from '../text/alphabet';
import { readPart } from './read-part';
import { decodeWeights, encodeWeights, weightsMetadata, type WeightArray } from './weights-file';

/** A speller, checked. */
export interface SpellerFile extends Speller {
  readonly weights: Readonly<Record<string, WeightArray>>;
}

/** Larger files are refused before they are read. */
export const SPELLER_FILE_LIMIT = 1 << 26;
const SPEC = 'speller';
const MEND = 'get the model again, or train one with `skald language train-speller`';

/** The bytes of the file. */
export function encodeSpeller({ spec, weights }: SpellerFile): Uint8Array {
  return encodeWeights(weights, 'F16', { [SPEC]: JSON.stringify(spec) });
}

/**
 * Reads the bytes of a file.
 * @param where Name of the file, for messages.
 * @throws UserError if it is damaged or of another kind.
 */
export function decodeSpeller(bytes: Buffer, where: string): SpellerFile {
  const text = weightsMetadata(bytes, SPEC, where);
  if (text === undefined) throw new UserError(`${where} is no speller`, MEND);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${where} is no speller: its sizes are unreadable`, MEND);
  }
  const spec = parseAcousticSpec(value, where);
  if (spec.classes !== LETTERS.length + 1 || spec.phones !== undefined) {
    throw new UserError(`${where} does not write ${LETTERS.length} letters and nothing else`, MEND);
  }
  return { spec, weights: decodeWeights(bytes, weightShapes(spec), where) };
}

/**
 * Reads a file.
 * @throws UserError if it is missing, too large, damaged or of another kind.
 */
export async function readSpeller(file: string): Promise<SpellerFile> {
  const kind = { what: 'speller', limit: SPELLER_FILE_LIMIT, mend: MEND };
  return decodeSpeller(await readPart(file, kind), file);
}
