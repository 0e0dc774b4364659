/**
 * Loads and checks a model folder. A folder from anywhere is hostile input: sizes, shapes, numbers and checksums
 * are checked, and nothing in it is ever run.
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { weightShapes } from '../acoustic/acoustic-spec';
import { UserError, messageOf } from '../base/errors';
import type { FeatureStatistics } from '../features/running-mean';
import type { Lexicon } from '../language/lexicon';
import { LEXICON_FILE_LIMIT, decodeLexicon } from '../language/lexicon-file';
import { readNgramFile } from '../language/ngram-file';
import { NgramModel } from '../language/ngram-model';
import { trigramOf, trigramShapes } from '../language/phone-trigram-file';
import type { PhoneTrigram } from '../language/phone-trigram';
import type { PunctuationTagger } from '../language/punctuation-tagger';
import type { WordModel } from '../language/word-model';
import { parseBundleManifest, type BundleManifest } from './bundle-manifest';
import { checksumOf } from './checksum';
import { readPronouncer, type PronouncerFile } from './pronouncer-file';
import { decodePunctuation, PUNCTUATION_FILE_LIMIT } from './punctuation-file';
import { decodeRecurrent, RECURRENT_FILE_LIMIT, type RecurrentFile } from './recurrent-file';
import { readWeights, type WeightArray } from './weights-file';

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
  /** Reads the network that says words which the lexicon lacks; most uses need none of it. */
  readonly pronouncer?: () => Promise<PronouncerFile>;
  /** Marks and capitals, likewise; read from memory at the first call. @throws UserError if the file does not fit. */
  readonly punctuation?: () => PunctuationTagger;
  /** The language model that chooses among readings, likewise. */
  readonly recurrent?: () => RecurrentFile;
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

async function checkChecksums(folder: string, manifest: BundleManifest): Promise<void> {
  for (const name of Object.keys(manifest.checksums)) {
    if (path.basename(name) !== name) {
      throw new UserError(`Model ${folder} names a file outside itself`, MEND);
    }
  }
  if (!(WEIGHTS_FILE in manifest.checksums)) {
    throw new UserError(`Model ${folder} has no checksum for ${WEIGHTS_FILE}`, MEND);
  }
  for (const [name, expected] of Object.entries(manifest.checksums)) {
    const found = await readFile(path.join(folder, name)).catch(() => undefined);
    if (found === undefined) throw new UserError(`Model ${folder} lacks ${name}`, MEND);
    if (checksumOf(found) !== expected) {
      throw new UserError(`Model file ${path.join(folder, name)} is damaged`, MEND);
    }
  }
}

/**
 * Reads a model folder.
 * @throws UserError if it is missing, damaged or of another kind.
 */
export async function loadBundle(folder: string): Promise<Bundle> {
  const manifest = await readBundleManifest(folder);
  await checkChecksums(folder, manifest);
  const weights = await readWeights(
    path.join(folder, WEIGHTS_FILE),
    weightShapes(manifest.network),
  );
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
    ...(PHONE_TRIGRAM_FILE in manifest.checksums && {
      phoneTrigram: await readPhoneTrigram(folder, manifest),
    }),
    ...(LEXICON_FILE in manifest.checksums && { lexicon: await readLexicon(folder) }),
    ...(WORDS_FILE in manifest.checksums && {
      words: new NgramModel(await readNgramFile(path.join(folder, WORDS_FILE))),
    }),
    ...(PRONOUNCER_FILE in manifest.checksums && {
      pronouncer: () => readPronouncer(path.join(folder, PRONOUNCER_FILE)),
    }),
    ...(PUNCTUATION_FILE in manifest.checksums && {
      punctuation: await keptFile(
        folder,
        PUNCTUATION_FILE,
        PUNCTUATION_FILE_LIMIT,
        decodePunctuation,
      ),
    }),
    ...(RECURRENT_FILE in manifest.checksums && {
      recurrent: await keptFile(folder, RECURRENT_FILE, RECURRENT_FILE_LIMIT, decodeRecurrent),
    }),
  };
}

async function readPhoneTrigram(
  folder: string,
  { network }: BundleManifest,
): Promise<PhoneTrigram> {
  const file = path.join(folder, PHONE_TRIGRAM_FILE);
  if (network.phones === undefined) throw new UserError(`${file} is there, but no phones`, MEND);
  const units = network.phones - 1;
  const weights = await readWeights(file, trigramShapes(units));
  try {
    return trigramOf(units, weights);
  } catch (error) {
    throw new UserError(`${file} does not fit: ${messageOf(error)}`, MEND);
  }
}

async function readLexicon(folder: string): Promise<Lexicon> {
  const file = path.join(folder, LEXICON_FILE);
  return decodeLexicon(await readWithin(file, LEXICON_FILE_LIMIT), file);
}

/** A file of at most `limit` bytes; its size is looked at before memory is taken for it. */
async function readWithin(file: string, limit: number): Promise<Buffer> {
  if ((await stat(file)).size > limit) {
    throw new UserError(`${file} is larger than ${limit >> 20} MiB`, MEND);
  }
  return readFile(file);
}

/** Its bytes now, so that nobody can exchange them after the check; what they hold at the first use. */
async function keptFile<T>(
  folder: string,
  name: string,
  limit: number,
  decode: (bytes: Buffer, where: string) => T,
): Promise<() => T> {
  const file = path.join(folder, name);
  const bytes = await readWithin(file, limit);
  let decoded: T | undefined;
  return () => (decoded ??= decode(bytes, file));
}

/** Checks everything that {@link loadBundle} checks and what is read later, and says what was found. */
export async function verifyBundle(folder: string): Promise<BundleManifest> {
  const { manifest, pronouncer, punctuation, recurrent } = await loadBundle(folder);
  await pronouncer?.();
  punctuation?.();
  recurrent?.();
  return manifest;
}
