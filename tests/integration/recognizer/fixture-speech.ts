/**
 * The recordings in `tests/fixtures/speech`, with what is said in them.
 * @module
 */
import { join } from 'node:path';
import { readAudioFile } from '../../../src/audio/decode-file';
import { packageRoot } from '../../../src/cli/package-root';
import { readManifest } from '../../../src/training/manifest';

/** The manifest of the fixtures. */
export const FIXTURE_MANIFEST = join(packageRoot(), 'tests', 'fixtures', 'speech', 'manifest.tsv');

/** A recording. */
export interface FixtureSpeech {
  readonly file: string;
  /** 16 kHz mono. */
  readonly samples: Int16Array;
  /** What is said in it, normalised. */
  readonly reference: string;
}

/** Reads all of them. */
export async function fixtureSpeech(): Promise<FixtureSpeech[]> {
  const rows = await readManifest(FIXTURE_MANIFEST);
  return Promise.all(
    rows.map(async ({ file, normalised }) => ({
      file,
      samples: await readAudioFile(file),
      reference: normalised,
    })),
  );
}
