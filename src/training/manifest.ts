/**
 * Reads a manifest: which recordings there are and what is said in them.
 * @module
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';

/** One recording of a manifest. */
export interface ManifestRow {
  /** Absolute path. */
  readonly file: string;
  readonly seconds: number;
  readonly speaker: string;
  readonly corpus: string;
  /** Lower-case letters, apostrophes and spaces. */
  readonly normalised: string;
}

const COLUMNS = ['file', 'seconds', 'speaker', 'corpus', 'text', 'normalised'] as const;

/**
 * Reads a tab-separated manifest with the header `file seconds speaker corpus text normalised`.
 * @throws UserError naming the line that does not fit.
 */
export async function readManifest(manifestFile: string): Promise<ManifestRow[]> {
  let content: string;
  try {
    content = await readFile(manifestFile, 'utf8');
  } catch {
    throw new UserError(`Cannot read manifest ${manifestFile}`, 'check the path of the manifest');
  }
  const [header, ...lines] = content.split(/\r?\n/);
  if (header !== COLUMNS.join('\t')) {
    throw new UserError(
      `Manifest ${manifestFile} has no usable header`,
      `its first line must be the tab-separated names ${COLUMNS.join(' ')}`,
    );
  }
  const folder = path.dirname(path.resolve(manifestFile));
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    const cells = line.split('\t');
    const seconds = Number(cells[1]);
    if (cells.length !== COLUMNS.length || !(seconds >= 0) || cells[0] === '') {
      throw new UserError(
        `Manifest ${manifestFile}, line ${index + 2}, does not fit`,
        `give it ${COLUMNS.length} tab-separated cells, the second in seconds`,
      );
    }
    return [
      {
        file: path.resolve(folder, cells[0]!),
        seconds,
        speaker: cells[2]!,
        corpus: cells[3]!,
        normalised: cells[5]!,
      },
    ];
  });
}
