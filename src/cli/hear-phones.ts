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
import type { ManifestRow } from '../training/manifest';
import { errorLine } from './error-line';
import type { Terminal } from './terminal';
import type { TunedRecording } from './tuning';

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

/** A recording whose phones were heard. */
export interface HeardRecording extends TunedRecording {
  readonly corpus: string;
}

/** Hears recordings; what cannot be read is noted and left out. */
export async function hearPhones(
  terminal: Terminal,
  bundle: Bundle,
  rows: readonly ManifestRow[],
): Promise<{ recordings: HeardRecording[]; failed: boolean }> {
  let pieces: Matrix[] = [];
  const recognizer = await createRecognizer(bundle, {
    live: false,
    decoder: 'lexicon',
    aroundPhones: (own) =>
      own && {
        lexicon: own.lexicon,
        decode: (posteriors) => {
          pieces.push(posteriors);
          return [];
        },
      },
  });
  const recordings: HeardRecording[] = [];
  let failed = false;
  try {
    for (const [i, { file, speaker, corpus, normalised }] of rows.entries()) {
      terminal.progress(`${i} of ${rows.length} recordings heard`);
      pieces = [];
      try {
        await transcribeSource(recognizer, await openAudioFile(file));
        recordings.push({ speaker, corpus, reference: normalised, pieces });
      } catch (error) {
        failed = true;
        terminal.note(errorLine(error));
      }
    }
  } finally {
    terminal.progress('');
    recognizer.close();
  }
  return { recordings, failed };
}
