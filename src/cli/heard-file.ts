/**
 * Phones that were heard, in a file, so that other commands need not hear them again: a line of JSON, then all log
 * posteriors as 32-bit floats.
 * @module
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { messageOf, UserError } from '../base/errors';
import type { BundleManifest } from '../bundle/bundle-manifest';
import { WEIGHTS_FILE } from '../bundle/load-bundle';
import { matrix, type Matrix } from '../base/matrix';
import { PHONES } from '../text/phones';
import type { ManifestRow } from '../training/manifest';
import type { TunedRecording } from './tuning';

/** A recording whose phones were heard. */
export interface HeardRecording extends TunedRecording {
  readonly corpus: string;
}

/** What stands in the first line. */
interface HeardIndex {
  readonly stamp: string;
  /** Numbers of steps of each recording's pieces; nothing where it could not be read. */
  readonly recordings: readonly { readonly row: number; readonly steps: readonly number[] }[];
}

const CLASSES = PHONES.length + 1;

/** What tells one hearing from another: the network, how the model hears with it, and the recordings. */
export function heardStamp(
  { checksums, decoding }: Pick<BundleManifest, 'checksums' | 'decoding'>,
  rows: readonly ManifestRow[],
): string {
  const hash = createHash('sha256').update(
    `${checksums[WEIGHTS_FILE] ?? ''}\t${decoding?.stretch ?? 0}`,
  );
  for (const { file, seconds } of rows) hash.update(`\n${file}\t${seconds}`);
  return hash.digest('hex');
}

/** Recordings of a file of {@link writeHeard}; undefined where there is none, or one of another stamp or length. */
export async function readHeard(
  file: string,
  stamp: string,
  rows: readonly ManifestRow[],
): Promise<HeardRecording[] | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    return undefined;
  }
  const end = bytes.indexOf('\n');
  let index: HeardIndex;
  try {
    index = JSON.parse(bytes.toString('utf8', 0, Math.max(0, end))) as HeardIndex;
  } catch {
    return undefined;
  }
  const steps = index.recordings.flatMap((recording) => recording.steps);
  const total = steps.reduce((sum, count) => sum + count, 0) * CLASSES;
  if (index.stamp !== stamp || 4 * total !== bytes.length - end - 1) return undefined;
  const floats = new Float32Array(Uint8Array.from(bytes.subarray(end + 1)).buffer);
  let at = 0;
  const recordings = index.recordings.map(({ row, steps: own }): HeardRecording | undefined => {
    const pieces = own.map((count): Matrix => {
      at += count * CLASSES;
      return matrix(count, CLASSES, floats.slice(at - count * CLASSES, at));
    });
    const told = rows[row];
    if (told === undefined) return undefined;
    const { speaker, corpus, normalised: reference } = told;
    return { speaker, corpus, reference, pieces };
  });
  return recordings.filter((recording) => recording !== undefined);
}

/** Keeps recordings. @param rowOf The row of the manifest that each of them stands in. */
export async function writeHeard(
  file: string,
  stamp: string,
  recordings: readonly HeardRecording[],
  rowOf: readonly number[],
): Promise<void> {
  const index: HeardIndex = {
    stamp,
    recordings: recordings.map(({ pieces }, i) => ({
      row: rowOf[i] ?? -1,
      steps: pieces.map(({ rows }) => rows),
    })),
  };
  const floats = recordings.flatMap(({ pieces }) => pieces.map(({ data }) => data));
  const blocks = floats.map((data) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  try {
    await writeFile(file, Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...blocks]));
  } catch (error) {
    throw new UserError(
      `cannot write ${file} (${messageOf(error)})`,
      'choose another --heard FILE',
    );
  }
}
