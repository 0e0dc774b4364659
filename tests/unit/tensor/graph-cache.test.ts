/**
 * The folder of graphs: shared, and never fooled by half-written or foreign files.
 * @module
 */
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { graphCacheFolder, storeGraph } from '../../../src/tensor/graph-cache';

const MODEL = Uint8Array.of(1, 2, 3, 4);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-cache-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const stored = async (at: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(path.join(at, 'saved_model.pb')));

describe('storeGraph()', () => {
  it('writes the bytes under a name that follows from them, for this user only', async () => {
    const at = await storeGraph(MODEL);
    expect(await stored(at)).toEqual(MODEL);
    expect(path.dirname(at)).toBe(graphCacheFolder());
    expect(await storeGraph(MODEL)).toBe(at);
    expect(await storeGraph(Uint8Array.of(9))).not.toBe(at);
    expect((await stat(at)).mode & 0o077).toBe(0);
  });

  it.each([
    ['a truncated file', Uint8Array.of(1, 2)],
    ['a foreign file', Uint8Array.of(9, 9, 9, 9)],
  ])('replaces %s', async (_, wrong) => {
    const at = await storeGraph(MODEL);
    await writeFile(path.join(at, 'saved_model.pb'), wrong);
    expect(await stored(await storeGraph(MODEL))).toEqual(MODEL);
  });

  it('replaces a folder without a graph', async () => {
    const at = await storeGraph(MODEL);
    await rm(at, { recursive: true });
    await mkdir(at);
    expect(await stored(await storeGraph(MODEL))).toEqual(MODEL);
  });

  it('leaves no staged folder behind when many write at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => storeGraph(MODEL)));
    expect(await readdir(graphCacheFolder())).toHaveLength(1);
  });
});
