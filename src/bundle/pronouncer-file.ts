/**
 * A grapheme-to-phoneme network as one file: its weights in half precision, its sizes in the header. Hostile input:
 * every size is checked against the file before memory is taken for it.
 * @module
 */
import { UserError, messageOf } from '../base/errors';
import {
  parsePronouncerSpec,
  pronouncerShapes,
  type PronouncerSpec,
  type PronouncerWeights,
} from '../language/g2p/pronouncer-spec';
import { readPart } from './read-part';
import { decodeWeights, encodeWeights, weightsMetadata } from './weights-file';

/** A network, checked. */
export interface PronouncerFile {
  readonly spec: PronouncerSpec;
  readonly weights: PronouncerWeights;
}

/** No file is larger. */
export const PRONOUNCER_FILE_LIMIT = 1 << 25;
const SPEC = 'pronouncer';
const MEND = 'get the model again, or train one with `skald language train-pronunciation`';

/** The bytes of the file. */
export function encodePronouncer({ spec, weights }: PronouncerFile): Uint8Array {
  return encodeWeights(weights, 'F16', { [SPEC]: JSON.stringify(spec) });
}

/**
 * Reads the bytes of a file.
 * @param where Name of the file, for messages.
 * @throws UserError if it is damaged or of another kind.
 */
export function decodePronouncer(bytes: Buffer, where: string): PronouncerFile {
  const text = weightsMetadata(bytes, SPEC, where);
  if (text === undefined) throw new UserError(`${where} is no pronunciation network`, MEND);
  let spec: PronouncerSpec;
  try {
    spec = parsePronouncerSpec(JSON.parse(text));
  } catch (error) {
    throw new UserError(`Pronunciation network ${where}: ${messageOf(error)}`, MEND);
  }
  return { spec, weights: decodeWeights(bytes, pronouncerShapes(spec), where) };
}

/**
 * Reads a file.
 * @throws UserError if it is missing, too large, damaged or of another kind.
 */
export async function readPronouncer(file: string): Promise<PronouncerFile> {
  const kind = { what: 'pronunciation network', limit: PRONOUNCER_FILE_LIMIT, mend: MEND };
  return decodePronouncer(await readPart(file, kind), file);
}
