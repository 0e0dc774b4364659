/**
 * Loading a model folder: the good one, and every way in which it can be broken.
 * @module
 */
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import {
  MANIFEST_FILE,
  PUNCTUATION_FILE,
  WEIGHTS_FILE,
  loadBundle,
  verifyBundle,
} from '../../../src/bundle/load-bundle';
import { SMALL_SPEC, writeSmallBundle } from './small-bundle';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-bundle-'));
  await writeSmallBundle(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function changeManifest(change: (manifest: Record<string, unknown>) => void): Promise<void> {
  const file = path.join(folder, MANIFEST_FILE);
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  change(manifest);
  await writeFile(file, JSON.stringify(manifest));
}

describe('loadBundle()', () => {
  it('reads network, units, statistics and weights', async () => {
    const bundle = await loadBundle(folder);
    expect(bundle.spec).toEqual(SMALL_SPEC);
    expect(bundle.alphabet).toEqual(['a', ' ']);
    expect(bundle.statistics.deviation[0]).toBe(1);
    expect(bundle.weights['layer0/forward/kernel']!.data).toHaveLength(120 * 12);
  });

  it('names a folder without a model', async () => {
    await expect(loadBundle(path.join(folder, 'none'))).rejects.toThrow(/No model in .*none/);
  });

  it('notices one changed byte of the weights', async () => {
    const file = path.join(folder, WEIGHTS_FILE);
    const bytes = await readFile(file);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(file, bytes);
    await expect(loadBundle(folder)).rejects.toThrow(/is damaged/);
  });

  it('notices truncated and missing weights', async () => {
    await truncate(path.join(folder, WEIGHTS_FILE), 100);
    await expect(loadBundle(folder)).rejects.toThrow(UserError);
    await rm(path.join(folder, WEIGHTS_FILE));
    await expect(loadBundle(folder)).rejects.toThrow(/lacks/);
  });

  it('takes no memory for a file that is larger than any of its kind, and reads no folder', async () => {
    await changeManifest((m) => {
      m['checksums'] = { ...(m['checksums'] as object), [PUNCTUATION_FILE]: 'x' };
    });
    const file = path.join(folder, PUNCTUATION_FILE);
    await writeFile(file, '');
    await truncate(file, (32 << 20) + 1);
    await expect(loadBundle(folder)).rejects.toThrow(/larger than 32 MiB/);
    await rm(file);
    await mkdir(file);
    await expect(loadBundle(folder)).rejects.toThrow(/lacks punctuation/);
  });

  it('refuses a checksum list that leaves the folder', async () => {
    await changeManifest((m) => {
      m['checksums'] = { ...(m['checksums'] as object), '../other': 'x' };
    });
    await expect(loadBundle(folder)).rejects.toThrow(/outside itself/);
  });

  it('refuses a manifest without a checksum for the weights', async () => {
    await changeManifest((m) => {
      m['checksums'] = {};
    });
    await expect(loadBundle(folder)).rejects.toThrow(/no checksum/);
  });

  it('refuses a network that the weights do not fit', async () => {
    await changeManifest((m) => {
      m['network'] = { ...SMALL_SPEC, units: 4000 };
    });
    await expect(loadBundle(folder)).rejects.toThrow(/instead of/);
  });

  it('refuses a manifest of more than a megabyte', async () => {
    await writeFile(path.join(folder, MANIFEST_FILE), ' '.repeat((1 << 20) + 1));
    await expect(loadBundle(folder)).rejects.toThrow(/larger than 1 MiB/);
  });
});

describe('verifyBundle()', () => {
  it('gives the manifest of a good folder', async () => {
    expect((await verifyBundle(folder)).name).toBe('small');
  });
});
