/**
 * Writing a model folder: checksums fit, other files stay, nothing staged is left.
 * @module
 */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { writeSmallBundle } from './small-bundle';

describe('writeBundle()', () => {
  it('writes a folder that loads, twice over, and keeps the card', async () => {
    const parent = await mkdtemp(path.join(tmpdir(), 'skald-write-'));
    const folder = path.join(parent, 'model');
    await writeSmallBundle(folder);
    await writeFile(path.join(folder, 'README.md'), 'card');
    await writeSmallBundle(folder);
    expect((await loadBundle(folder)).manifest.name).toBe('small');
    expect(await readdir(parent)).toEqual(['model']);
    expect((await readdir(folder)).sort()).toEqual([
      'README.md',
      'acoustic.safetensors',
      'manifest.json',
    ]);
    await rm(parent, { recursive: true });
  });
});
