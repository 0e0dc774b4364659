/**
 * The bytes of a file that was trained apart from a model. Hostile input: its size is looked at before memory is taken for it.
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../base/errors';

/** What is said of a kind of file. */
export interface PartKind {
  /** Its name in messages. */
  readonly what: string;
  /** Bytes at most. */
  readonly limit: number;
  readonly mend: string;
}

/**
 * Reads a file.
 * @throws UserError if it is missing or too large.
 */
export async function readPart(file: string, { what, limit, mend }: PartKind): Promise<Buffer> {
  let size: number;
  try {
    size = (await stat(file)).size;
  } catch {
    throw new UserError(`Cannot read ${what} ${file}`, 'check its path');
  }
  if (size > limit) throw new UserError(`${file} is larger than ${limit >> 20} MiB`, mend);
  return readFile(file);
}
