/**
 * Loads and checks a model folder. A folder from anywhere is hostile input: sizes, shapes, numbers and checksums
 * are checked, and nothing in it is ever run.
 * @module
 */
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { weightShapes } from '../acoustic/acoustic-spec';
import { UserError, messageOf } from '../base/errors';
import type { FeatureStatistics } from '../features/running-mean';
import type { Lexicon } from '../language/lexicon';
import { LEXICON_FILE_LIMIT, decodeLexicon } from '../language/lexicon-file';
import { decodeNgrams, NGRAM_FILE_LIMIT } from '../language/ngram-file';
import { NgramModel } from '../language/ngram-model';
import { trigramOf, trigramShapes } from '../language/phone-trigram-file';
import type { PhoneTrigram } from '../language/phone-trigram';
import type { PunctuationTagger } from '../language/punctuation-tagger';
import type { WordModel } from '../language/word-model';
import { parseBundleManifest, type BundleManifest } from './bundle-manifest';
import { checksumOf } from './checksum';
import { decodePronouncer, PRONOUNCER_FILE_LIMIT, type PronouncerFile } from './pronouncer-file';
import { decodePunctuation, PUNCTUATION_FILE_LIMIT } from './punctuation-file';
import { decodeRecurrent, RECURRENT_FILE_LIMIT, type RecurrentFile } from './recurrent-file';
import { decodeSpeller, SPELLER_FILE_LIMIT, type SpellerFile } from './speller-file';
import { decodeWeights, WEIGHTS_FILE_LIMIT, type WeightArray } from './weights-file';

/** Names of the files in a model folder. */
export const MANIFEST_FILE = 'manifest.json';
/** … */
export const WEIGHTS_FILE = 'acoustic.safetensors';
/** … */
export const LEXICON_FILE = 'lexicon.bin';
/** … */
export const PHONE_TRIGRAM_FILE = 'phone-trigram.safetensors';
/** … */
export const WORDS_FILE = 'words.bin';
/** … */
export const PRONOUNCER_FILE = 'pronouncer.safetensors';
export const PUNCTUATION_FILE = 'punctuation.safetensors';
/** … */
export const RECURRENT_FILE = 'recurrent.safetensors';
/** … */
export const SPELLER_FILE = 'speller.safetensors';

/** A model, checked and in memory; no native resource is held. */
export interface Bundle {
  /** The folder it came from. */
  readonly folder: string;
  readonly manifest: BundleManifest;
  readonly spec: BundleManifest['network'];
  readonly statistics: FeatureStatistics;
  /** Units without the blank; ' ' separates words. */
  readonly alphabet: readonly string[];
  readonly weights: Readonly<Record<string, WeightArray>>;
  /** Which phones follow which, where the network learned with it (CTC-CRF). */
  readonly phoneTrigram?: PhoneTrigram;
  /** How words are said, where the folder knows it. */
  readonly lexicon?: Lexicon;
  /** Which words follow which, likewise. */
  readonly words?: WordModel;
  /** The network that says words which the lexicon lacks; most uses need none of it. @throws UserError if it does not fit. */
  readonly pronouncer?: () => PronouncerFile;
  /** Marks and capitals, likewise; made at the first call. @throws UserError if the file does not fit. */
  readonly punctuation?: () => PunctuationTagger;
  /** The language model that chooses among readings, likewise. */
  readonly recurrent?: () => RecurrentFile;
  /** The network that writes letters of the phones that the network hears, likewise. */
  readonly speller?: () => SpellerFile;
}

const MANIFEST_LIMIT = 1 << 20;
const MEND = 'get the model again, or train a new one';

/**
 * Reads the manifest of a model folder, and nothing else of it.
 * @throws UserError if there is none or it does not fit.
 */
export async function readBundleManifest(folder: string): Promise<BundleManifest> {
  const file = path.join(folder, MANIFEST_FILE);
  let size: number;
  try {
    size = (await stat(file)).size;
  } catch {
    throw new UserError(`No model in ${folder}`, 'give --model a folder that holds manifest.json');
  }
  if (size > MANIFEST_LIMIT) throw new UserError(`${file} is larger than 1 MiB`, MEND);
  return parseBundleManifest(await readFile(file, 'utf8'), folder);
}

/** Files of other names, which a later version may know, are only checked. */
const LIMITS: Readonly<Record<string, number>> = {
  [WEIGHTS_FILE]: WEIGHTS_FILE_LIMIT,
  [LEXICON_FILE]: LEXICON_FILE_LIMIT,
  [WORDS_FILE]: NGRAM_FILE_LIMIT,
  [PRONOUNCER_FILE]: PRONOUNCER_FILE_LIMIT,
  [PUNCTUATION_FILE]: PUNCTUATION_FILE_LIMIT,
  [RECURRENT_FILE]: RECURRENT_FILE_LIMIT,
  [SPELLER_FILE]: SPELLER_FILE_LIMIT,
};

/** A file in one go; its size is looked at before memory is taken for it. Undefined if it cannot be read. */
async function readWithin(file: string, limit: number): Promise<Buffer | undefined> {
  const handle = await open(file).catch(() => undefined);
  try {
    const size = (await handle?.stat())?.size ?? 0;
    if (size > limit) throw new UserError(`${file} is larger than ${limit >> 20} MiB`, MEND);
    const bytes = Buffer.allocUnsafeSlow(size);
    for (let at = 0; at < size;) {
      const read = (await handle?.read(bytes, at, size - at, at))?.bytesRead ?? 0;
      if (read === 0) return undefined;
      at += read;
    }
    return handle && bytes;
  } catch (error) {
    if (error instanceof UserError) throw error;
    return undefined;
  } finally {
    await handle?.close();
  }
}

/** Every file that the manifest names, read once: what was checked is what is used. */
async function readFiles(
  folder: string,
  { checksums }: BundleManifest,
): Promise<ReadonlyMap<string, Buffer>> {
  for (const name of Object.keys(checksums)) {
    if (path.basename(name) !== name) {
      throw new UserError(`Model ${folder} names a file outside itself`, MEND);
    }
  }
  if (!(WEIGHTS_FILE in checksums)) {
    throw new UserError(`Model ${folder} has no checksum for ${WEIGHTS_FILE}`, MEND);
  }
  const files = new Map<string, Buffer>();
  for (const [name, expected] of Object.entries(checksums)) {
    const file = path.join(folder, name);
    const bytes = await readWithin(file, LIMITS[name] ?? WEIGHTS_FILE_LIMIT);
    if (bytes === undefined) throw new UserError(`Model ${folder} lacks ${name}`, MEND);
    if (checksumOf(bytes) !== expected) throw new UserError(`Model file ${file} is damaged`, MEND);
    files.set(name, bytes);
  }
  return files;
}

/**
 * Reads a model folder.
 * @throws UserError if it is missing, damaged or of another kind.
 */
export async function loadBundle(folder: string): Promise<Bundle> {
  const manifest = await readBundleManifest(folder);
  const files = await readFiles(folder, manifest);
  /** What `decode` makes of a file; undefined where the model has none. */
  const made = <T>(name: string, decode: (bytes: Buffer, where: string) => T): T | undefined => {
    const bytes = files.get(name);
    return bytes && decode(bytes, path.join(folder, name));
  };
  const shapes = weightShapes(manifest.network);
  const weights = made(WEIGHTS_FILE, (bytes, where) => decodeWeights(bytes, shapes, where))!;
  const phoneTrigram = made(PHONE_TRIGRAM_FILE, (bytes, where) =>
    phoneTrigramOf(bytes, where, manifest),
  );
  const lexicon = made(LEXICON_FILE, decodeLexicon);
  const words = made(WORDS_FILE, (bytes, where) => new NgramModel(decodeNgrams(bytes, where)));
  const pronouncer = made(PRONOUNCER_FILE, onDemand(decodePronouncer));
  const punctuation = made(PUNCTUATION_FILE, onDemand(decodePunctuation));
  const recurrent = made(RECURRENT_FILE, onDemand(decodeRecurrent));
  const speller = made(SPELLER_FILE, onDemand(decodeSpeller));
  return {
    folder,
    manifest,
    spec: manifest.network,
    statistics: {
      mean: Float32Array.from(manifest.featureMean),
      deviation: Float32Array.from(manifest.featureDeviation),
    },
    alphabet: manifest.units,
    weights,
    ...(phoneTrigram && { phoneTrigram }),
    ...(lexicon && { lexicon }),
    ...(words && { words }),
    ...(pronouncer && { pronouncer }),
    ...(punctuation && { punctuation }),
    ...(recurrent && { recurrent }),
    ...(speller && { speller }),
  };
}

function phoneTrigramOf(bytes: Buffer, where: string, { network }: BundleManifest): PhoneTrigram {
  if (network.phones === undefined) throw new UserError(`${where} is there, but no phones`, MEND);
  const units = network.phones - 1;
  const weights = decodeWeights(bytes, trigramShapes(units), where);
  try {
    return trigramOf(units, weights);
  } catch (error) {
    throw new UserError(`${where} does not fit: ${messageOf(error)}`, MEND);
  }
}

/** Decodes at the first use, and only then. */
function onDemand<T>(
  decode: (bytes: Buffer, where: string) => T,
): (bytes: Buffer, where: string) => () => T {
  return (bytes, where) => {
    let made: { readonly value: T } | undefined;
    return () => (made ??= { value: decode(bytes, where) }).value;
  };
}

/** Checks everything that {@link loadBundle} checks and what is read later, and says what was found. */
export async function verifyBundle(folder: string): Promise<BundleManifest> {
  const { manifest, pronouncer, punctuation, recurrent, speller } = await loadBundle(folder);
  pronouncer?.();
  punctuation?.();
  recurrent?.();
  speller?.();
  return manifest;
}
