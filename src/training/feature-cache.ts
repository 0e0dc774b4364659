/**
 * MFCC of every recording of a manifest, computed once and kept on disk as one file of 32-bit floats.
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readAudioFile } from '../audio/decode-file';
import { CancelledError, messageOf } from '../base/errors';
import { matrix, type Matrix } from '../base/matrix';
import { BatchMfcc } from '../features/batch-mfcc';
import { COEFFICIENTS } from '../features/definition';
import { padShortClip } from '../features/short-clip';
import type { Tensorflow } from '../tensor/backend';
import type { ManifestRow } from './manifest';

/** Raise when the meaning of the cached numbers changes. */
const CACHE_VERSION = 1;
const REPORT_EVERY = 250;

/** A recording with its features; they are views into one large buffer. */
export interface CachedRow extends ManifestRow {
  /** Frames × `COEFFICIENTS`, not normalised. */
  readonly features: Matrix;
}

/** What the extraction says while it works. */
export interface ExtractionOptions {
  readonly folder: string;
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

interface Index {
  readonly frames: readonly number[];
  readonly unreadable: readonly string[];
}

function keyOf(rows: readonly ManifestRow[]): string {
  const hash = createHash('sha256').update(String(CACHE_VERSION));
  for (const row of rows) hash.update(`${row.file}\t${row.seconds}\n`);
  return hash.digest('hex').slice(0, 24);
}

async function extractAll(
  tf: Tensorflow,
  rows: readonly ManifestRow[],
  file: string,
  options: ExtractionOptions,
): Promise<Index> {
  const mfcc = new BatchMfcc(tf);
  const output = await open(file, 'w', 0o600);
  const frames: number[] = [];
  const unreadable: string[] = [];
  try {
    for (const [done, row] of rows.entries()) {
      if (options.signal.aborted) throw new CancelledError();
      if (done % REPORT_EVERY === 0) options.onProgress(`features: ${done} of ${rows.length}`);
      try {
        const features = mfcc.extract(padShortClip(await readAudioFile(row.file)));
        const { buffer, byteOffset, byteLength } = features.data;
        await output.write(Buffer.from(buffer, byteOffset, byteLength));
        frames.push(features.rows);
      } catch (error) {
        unreadable.push(messageOf(error));
        frames.push(0);
      }
    }
  } finally {
    mfcc.close();
    await output.close();
  }
  return { frames, unreadable };
}

async function readWhole(file: string, bytes: number): Promise<Float32Array> {
  const data = new Float32Array(bytes / Float32Array.BYTES_PER_ELEMENT);
  const view = new Uint8Array(data.buffer);
  const input = await open(file, 'r');
  const pieceBytes = 1 << 28;
  try {
    for (let at = 0; at < bytes;) {
      const { bytesRead } = await input.read(view, at, Math.min(pieceBytes, bytes - at), at);
      if (bytesRead === 0) {
        throw new RangeError(`Cannot read ${file} as it is shorter than its index says`);
      }
      at += bytesRead;
    }
  } finally {
    await input.close();
  }
  return data;
}

/**
 * The features of all readable rows, from the cache where it has them. Unreadable recordings are reported and
 * left out; the rest goes on.
 */
export async function cachedFeatures(
  tf: Tensorflow,
  rows: readonly ManifestRow[],
  options: ExtractionOptions,
): Promise<CachedRow[]> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const base = path.join(options.folder, keyOf(rows));
  const indexFile = `${base}.json`;
  let index = await readFile(indexFile, 'utf8').then(
    (text) => JSON.parse(text) as Index,
    () => undefined,
  );
  if (!index) {
    const staged = `${base}.${process.pid}.part`;
    try {
      index = await extractAll(tf, rows, staged, options);
      await rename(staged, `${base}.f32`);
    } finally {
      await rm(staged, { force: true });
    }
    await writeFile(indexFile, JSON.stringify(index));
  }
  for (const line of index.unreadable) options.onProgress(`left out: ${line}`);
  const total = index.frames.reduce((a, b) => a + b, 0) * COEFFICIENTS;
  const data = await readWhole(`${base}.f32`, total * Float32Array.BYTES_PER_ELEMENT);
  let at = 0;
  return rows.flatMap((row, i) => {
    const count = index.frames[i]!;
    const features = matrix(count, COEFFICIENTS, data.subarray(at, (at += count * COEFFICIENTS)));
    return count > 0 ? [{ ...row, features }] : [];
  });
}
