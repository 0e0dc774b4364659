/**
 * Puts lexicon, word model and the weights of the search into a model folder that is there already.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError, messageOf } from '../base/errors';
import type { BundleManifest } from './bundle-manifest';
import { checksumsOf } from './checksum';
import type { DecodingOptions } from './decoding-options';
import {
  LEXICON_FILE,
  MANIFEST_FILE,
  PRONOUNCER_FILE,
  PUNCTUATION_FILE,
  RECURRENT_FILE,
  SPELLER_FILE,
  WORDS_FILE,
  readBundleManifest,
} from './load-bundle';

/** Files as they will stand in the folder. */
export interface LanguageFiles {
  /** Of `encodeLexicon`. */
  readonly lexicon: Uint8Array;
  /** An n-gram file. */
  readonly words: Uint8Array;
  /** Of `encodePronouncer`; the one that is there stays where none is given. */
  readonly pronouncer?: Uint8Array;
}

/**
 * Writes the files, their checksums and the decoding options; everything else of the folder stays.
 * @throws UserError if there is no model in `folder` or it cannot be written.
 */
export async function addLanguage(
  folder: string,
  { lexicon, words, pronouncer }: LanguageFiles,
  decoding: DecodingOptions,
): Promise<void> {
  const files = {
    [LEXICON_FILE]: lexicon,
    [WORDS_FILE]: words,
    ...(pronouncer && { [PRONOUNCER_FILE]: pronouncer }),
  };
  await addFiles(folder, files, { decoding });
}

/**
 * Writes the tagger of punctuation and its checksum; everything else of the folder stays.
 * @param bytes Of `encodePunctuation`.
 * @throws UserError as {@link addLanguage} does.
 */
export async function addPunctuation(folder: string, bytes: Uint8Array): Promise<void> {
  await addFiles(folder, { [PUNCTUATION_FILE]: bytes });
}

/**
 * Writes the recurrent language model, its checksum and the decoding options; everything else of the folder stays.
 * @param bytes Of `encodeRecurrent`.
 * @throws UserError as {@link addLanguage} does.
 */
export async function addRecurrent(
  folder: string,
  bytes: Uint8Array,
  decoding: DecodingOptions,
): Promise<void> {
  await addFiles(folder, { [RECURRENT_FILE]: bytes }, { decoding });
}

/**
 * Writes the speller and its checksum; everything else of the folder stays.
 * @param bytes Of `encodeSpeller`.
 * @throws UserError as {@link addLanguage} does.
 */
export async function addSpeller(folder: string, bytes: Uint8Array): Promise<void> {
  await addFiles(folder, { [SPELLER_FILE]: bytes });
}

/**
 * Changes nothing but the decoding options.
 * @throws UserError as {@link addLanguage} does.
 */
export async function writeDecoding(folder: string, decoding: DecodingOptions): Promise<void> {
  await addFiles(folder, {}, { decoding });
}

/** Writes files by name, then the manifest with their checksums and `change`. */
async function addFiles(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
  change: Partial<BundleManifest> = {},
): Promise<void> {
  const manifest = await readBundleManifest(folder);
  // The manifest last: until it fits the other files, their checksums refuse the folder.
  for (const [name, bytes] of Object.entries(files)) await replace(path.join(folder, name), bytes);
  const checksums = { ...manifest.checksums, ...checksumsOf(files) };
  const changed: BundleManifest = { ...manifest, checksums, ...change };
  await replace(path.join(folder, MANIFEST_FILE), `${JSON.stringify(changed, null, 2)}\n`);
}

/** Never half there: another name first, then a rename. */
async function replace(file: string, content: Uint8Array | string): Promise<void> {
  const staged = `${file}.staged-${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(staged, content);
    await rename(staged, file);
  } catch (error) {
    throw new UserError(`cannot write ${file} (${messageOf(error)})`, 'make the folder writable');
  } finally {
    await rm(staged, { force: true });
  }
}
