/**
 * The feature cache: extracted once, unreadable recordings reported, cancelled without a trace.
 * @module
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancelledError } from '../../../src/base/errors';
import { COEFFICIENTS } from '../../../src/features/definition';
import { loadTensorflow } from '../../../src/tensor/backend';
import { cachedFeatures, type CachedRow } from '../../../src/training/feature-cache';
import { readManifest, type ManifestRow } from '../../../src/training/manifest';
import { writeToneCorpus } from './tone-corpus';

let folder: string;
let rows: ManifestRow[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-features-'));
  rows = await readManifest(await writeToneCorpus(path.join(folder, 'tones'), 1));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function extract(
  of: readonly ManifestRow[],
  lines: string[] = [],
  signal = new AbortController().signal,
): Promise<CachedRow[]> {
  const options = {
    folder: path.join(folder, 'cache'),
    signal,
    onProgress: (l: string) => lines.push(l),
  };
  return cachedFeatures(await loadTensorflow(), of, options);
}

describe('cachedFeatures()', () => {
  it('gives each row its own frames, the same from the cache as fresh', async () => {
    const fresh = await extract(rows);
    const again = await extract(rows);
    expect(fresh).toHaveLength(rows.length);
    expect(fresh[0]!.features.columns).toBe(COEFFICIENTS);
    for (const [i, row] of fresh.entries()) {
      expect(row.features.rows).toBeGreaterThan(row.seconds * 100 - 5);
      expect(again[i]!.features.data).toEqual(row.features.data);
    }
  });

  it('reports recordings that cannot be read and goes on with the rest', async () => {
    const broken = { ...rows[0]!, file: path.join(folder, 'broken.wav') };
    await writeFile(broken.file, 'not audio');
    const missing = { ...rows[0]!, file: path.join(folder, 'missing.wav') };
    const lines: string[] = [];
    const used = await extract([broken, ...rows.slice(0, 2), missing], lines);
    expect(used.map((r) => r.file)).toEqual(rows.slice(0, 2).map((r) => r.file));
    expect(lines.filter((l) => l.startsWith('left out:'))).toHaveLength(2);
  });

  it('leaves nothing half-written behind when it is cancelled', async () => {
    const cancelled = new AbortController();
    cancelled.abort();
    await expect(extract(rows, [], cancelled.signal)).rejects.toThrow(CancelledError);
    expect(await readdir(path.join(folder, 'cache'))).toEqual([]);
  });

  it('notices a cache file that is shorter than its index says', async () => {
    await extract(rows);
    const cache = path.join(folder, 'cache');
    const data = (await readdir(cache)).find((name) => name.endsWith('.f32'))!;
    const bytes = await readFile(path.join(cache, data));
    await writeFile(path.join(cache, data), bytes.subarray(0, bytes.length / 2));
    await expect(extract(rows)).rejects.toThrow(/shorter than its index/);
  });
});
