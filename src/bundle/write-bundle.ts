/**
 * Writes a model folder so that it is never half there: into a staged folder first, then one rename.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BUNDLE_VERSION, FRONT_END, type BundleManifest } from './bundle-manifest';
import { checksumsOf } from './checksum';
import {
  LEXICON_FILE,
  MANIFEST_FILE,
  PHONE_TRIGRAM_FILE,
  PRONOUNCER_FILE,
  PUNCTUATION_FILE,
  RECURRENT_FILE,
  SPELLER_FILE,
  WEIGHTS_FILE,
  WORDS_FILE,
  readBundleManifest,
} from './load-bundle';
import type { PhoneTrigram } from '../language/phone-trigram';
import { trigramWeights } from '../language/phone-trigram-file';
import { encodeWeights, type WeightArray, type WeightPrecision } from './weights-file';

/** What the writer fills in itself. */
type Filled = 'bundleVersion' | 'frontEnd' | 'checksums';

/**
 * Writes manifest and weights into `folder`; other files in it (card, training log) stay, and so does the language of
 * a model of phones.
 * @param precision `F16` halves the size.
 * @param phoneTrigram What the phones were learned with, in CTC-CRF.
 */
export async function writeBundle(
  folder: string,
  manifest: Omit<BundleManifest, Filled>,
  weights: Readonly<Record<string, WeightArray>>,
  precision: WeightPrecision,
  phoneTrigram?: PhoneTrigram,
): Promise<void> {
  const files = {
    [WEIGHTS_FILE]: encodeWeights(weights, precision),
    ...(phoneTrigram && {
      [PHONE_TRIGRAM_FILE]: encodeWeights(trigramWeights(phoneTrigram), 'F16'),
    }),
  };
  const language = manifest.network.phones === undefined ? undefined : await languageIn(folder);
  const checksums = { ...checksumsOf(files), ...language?.checksums };
  const complete: BundleManifest = {
    bundleVersion: BUNDLE_VERSION,
    frontEnd: FRONT_END,
    ...(language?.decoding && { decoding: language.decoding }),
    ...manifest,
    checksums,
  };
  const staged = `${folder}.staged-${randomBytes(6).toString('hex')}`;
  await mkdir(staged, { recursive: true });
  try {
    for (const [name, bytes] of Object.entries(files)) {
      await writeFile(path.join(staged, name), bytes);
    }
    await writeFile(path.join(staged, MANIFEST_FILE), `${JSON.stringify(complete, null, 2)}\n`);
    await mkdir(folder, { recursive: true });
    // The manifest last: until it fits the weights, the checksum refuses the folder.
    for (const name of (await readdir(staged)).sort().filter((n) => n !== MANIFEST_FILE)) {
      await rename(path.join(staged, name), path.join(folder, name));
    }
    await rename(path.join(staged, MANIFEST_FILE), path.join(folder, MANIFEST_FILE));
    if (phoneTrigram === undefined) {
      await rm(path.join(folder, PHONE_TRIGRAM_FILE), { force: true });
    }
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

/** What belongs to the language and not to the network. */
const LANGUAGE_FILES: readonly string[] = [
  LEXICON_FILE,
  WORDS_FILE,
  PRONOUNCER_FILE,
  PUNCTUATION_FILE,
  RECURRENT_FILE,
  SPELLER_FILE,
];

/** What the manifest of a model that is there already says of its language. */
async function languageIn(
  folder: string,
): Promise<Pick<BundleManifest, 'checksums' | 'decoding'> | undefined> {
  const old = await readBundleManifest(folder).catch(() => undefined);
  if (old === undefined) return undefined;
  const files = Object.entries(old.checksums).filter(([name]) => LANGUAGE_FILES.includes(name));
  return { ...old, checksums: Object.fromEntries(files) };
}
