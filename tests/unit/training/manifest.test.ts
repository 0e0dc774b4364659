/**
 * Manifests, good and bad.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../../src/training/manifest';

const HEADER = 'file\tseconds\tspeaker\tcorpus\ttext\tnormalised';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-manifest-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function manifest(...lines: string[]): Promise<string> {
  const file = path.join(folder, 'm.tsv');
  await writeFile(file, lines.join('\n'));
  return file;
}

describe('readManifest()', () => {
  it('resolves files against its own folder and skips empty lines', async () => {
    const rows = await readManifest(await manifest(HEADER, 'a/b.wav\t1.5\ts\tc\tHi!\thi', ''));
    expect(rows).toEqual([
      {
        file: path.join(folder, 'a/b.wav'),
        seconds: 1.5,
        speaker: 's',
        corpus: 'c',
        normalised: 'hi',
      },
    ]);
  });

  it('names a file that is missing', async () => {
    await expect(readManifest(path.join(folder, 'none.tsv'))).rejects.toThrow(/none\.tsv/);
  });

  it('says what the header must be', async () => {
    await expect(readManifest(await manifest('file,seconds'))).rejects.toThrow(/no usable header/);
  });

  it.each([
    'a.wav\t1\ts\tc\tHi',
    'a.wav\tlong\ts\tc\tHi\thi',
    '\t1\ts\tc\tHi\thi',
    'a\t-1\ts\tc\tH\th',
  ])('names the line that does not fit: %j', async (line) => {
    await expect(readManifest(await manifest(HEADER, line))).rejects.toThrow(/line 2/);
  });
});
