/**
 * The phones of recordings, heard once, so that many ways to search words in them can be tried.
 * @module
 */
import { openAudioFile } from '../audio/decode-file';
import { UserError } from '../base/errors';
import type { Matrix } from '../base/matrix';
import { loadBundle, type Bundle } from '../bundle/load-bundle';
import { createRecognizer } from '../recognizer/recognizer';
import { transcribeSource } from '../recognizer/transcribe-source';
import { readManifest, type ManifestRow } from '../training/manifest';
import { onlyArgument, usageError, wholeNumber } from './command';
import { chooseRows } from './evaluation';
import { heardStamp, readHeard, writeHeard, type HeardRecording } from './heard-file';
import { eachRecording } from './manifest-loop';
import { userPath, type Terminal } from './terminal';

const DEFAULT_SEED = 1;

/** A model that can search words. */
export type WordBundle = Bundle & Required<Pick<Bundle, 'lexicon' | 'words'>>;

/** Loads a model. @throws UserError if it lacks phones, a lexicon or a word model. */
export async function loadWordBundle(path: string, folder: string): Promise<WordBundle> {
  const bundle = await loadBundle(path);
  const { lexicon, words, spec } = bundle;
  if (lexicon === undefined || words === undefined || spec.phones === undefined) {
    throw new UserError(
      `Model ${folder} lacks phones, a lexicon or a word model`,
      '`skald model add-language` puts a lexicon and a word model in',
    );
  }
  return { ...bundle, lexicon, words };
}

/**
 * Hears recordings; what cannot be read is noted and left out.
 * @param kept File that keeps what was heard: where it holds these recordings, they are not heard again.
 */
export async function hearPhones(
  terminal: Terminal,
  bundle: Bundle,
  rows: readonly ManifestRow[],
  kept?: string,
): Promise<{ recordings: HeardRecording[]; failed: boolean }> {
  if (kept === undefined) return hearAll(terminal, bundle, rows);
  const file = userPath(terminal, kept);
  const stamp = heardStamp(bundle.manifest, rows);
  const before = await readHeard(file, stamp, rows);
  if (before) return { recordings: before, failed: before.length < rows.length };
  const heard = await hearAll(terminal, bundle, rows);
  await writeHeard(file, stamp, heard.recordings, heard.rows);
  return heard;
}

/** Options of the commands that hear recordings and search words in them. */
export const HEARING = {
  manifest: { type: 'string' },
  limit: { type: 'string' },
  seed: { type: 'string' },
  heard: { type: 'string' },
} as const;

/** What such a command works on. */
export interface HeardManifest {
  /** Folder of the model. */
  readonly path: string;
  readonly bundle: WordBundle;
  readonly recordings: readonly HeardRecording[];
  /** Whether some could not be read. */
  readonly failed: boolean;
  readonly seed: number;
}

/**
 * Loads the model in the only argument and hears recordings with it.
 * @throws UserError for a wrong command line, or a model without words.
 */
export async function hearManifest(
  terminal: Terminal,
  positionals: readonly string[],
  values: Readonly<Partial<Record<keyof typeof HEARING, string | undefined>>>,
): Promise<HeardManifest> {
  const folder = onlyArgument('model', positionals, 'DIR');
  if (values.manifest === undefined) throw usageError('model', '--manifest FILE is missing');
  const limit = wholeNumber('model', 'limit', values.limit, 1);
  const seed = wholeNumber('model', 'seed', values.seed, 0) ?? DEFAULT_SEED;
  const path = userPath(terminal, folder);
  const bundle = await loadWordBundle(path, folder);
  const all = await readManifest(userPath(terminal, values.manifest));
  const rows = chooseRows(all, { corpus: undefined, limit, seed });
  const { recordings, failed } = await hearPhones(terminal, bundle, rows, values.heard);
  return { path, bundle, recordings, failed, seed };
}

async function hearAll(
  terminal: Terminal,
  bundle: Bundle,
  rows: readonly ManifestRow[],
): Promise<{ recordings: HeardRecording[]; rows: number[]; failed: boolean }> {
  let pieces: Matrix[] = [];
  const recognizer = await createRecognizer(bundle, {
    ...{ live: false, rescoring: false },
    decoder: 'lexicon',
    aroundPhones: (own) =>
      own && {
        ...own,
        decode: (posteriors) => {
          pieces.push(posteriors);
          return [];
        },
      },
  });
  const recordings: HeardRecording[] = [];
  const read: number[] = [];
  let index = -1;
  try {
    const failed = await eachRecording(terminal, rows, 'recordings heard', async (row) => {
      index += 1;
      pieces = [];
      await transcribeSource(recognizer, await openAudioFile(row.file));
      const { speaker, corpus, normalised: reference } = row;
      recordings.push({ speaker, corpus, reference, pieces });
      read.push(index);
    });
    return { recordings, rows: read, failed };
  } finally {
    recognizer.close();
  }
}
