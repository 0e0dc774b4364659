/**
 * Noise recordings from a file or a folder.
 * @module
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noiseFiles, readNoise } from '../../../src/cli/noise-files';
import { scratchFolder } from '../../support/scratch-folder';
import { toneWav } from '../../support/tone';

const scratch = scratchFolder();
mkdirSync(join(scratch.path, 'noises', 'deep'), { recursive: true });
mkdirSync(join(scratch.path, 'none'));
const b = scratch.write('noises/deep/b.wav', toneWav({ hertz: 200, seconds: 0.1, amplitude: 0.1 }));
const a = scratch.write('noises/a.WAV', toneWav({ hertz: 100, seconds: 0.2, amplitude: 0.1 }));
scratch.write('noises/notes.txt', 'no sound');
const silent = scratch.write('silent.wav', toneWav({ hertz: 1, seconds: 0.1, amplitude: 0 }));

describe('noiseFiles', () => {
  it('finds the recordings of a folder, in the order of their names', async () => {
    expect(await noiseFiles(join(scratch.path, 'noises'))).toEqual([a, b]);
  });

  it('takes a file for what it is', async () => {
    expect(await noiseFiles(a)).toEqual([a]);
  });

  it.each(['none', 'gone'])('refuses %s', async (name) => {
    await expect(noiseFiles(join(scratch.path, name))).rejects.toThrow(name);
  });
});

describe('readNoise', () => {
  it('reads them', async () => {
    const lengths = (await readNoise(join(scratch.path, 'noises'))).map(({ length }) => length);
    expect(lengths).toEqual([3200, 1600]);
  });

  it('refuses a silent one', async () => {
    await expect(readNoise(silent)).rejects.toThrow('is silent');
  });
});
