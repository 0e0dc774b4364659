/**
 * MP3 files, whole and damaged.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { FileBytes } from '../../../src/audio/file-bytes';
import { mp3Stream } from '../../../src/audio/mp3';
import { Random } from '../../../src/base/random';
import { scratchFolder } from '../../support/scratch-folder';

const scratch = scratchFolder();
const fixture = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../../fixtures/audio', name));
const MONO = fixture('mono-16k.mp3');

async function decode(
  bytes: Buffer,
  rate = 16_000,
): Promise<{ samples: number; warnings: string[] }> {
  const file = await FileBytes.open(scratch.write('file.mp3', bytes));
  try {
    const warnings: string[] = [];
    let samples = 0;
    const blocks = mp3Stream(0, rate).decode(file, (line) => warnings.push(line));
    for await (const block of blocks) samples += block.length;
    return { samples, warnings };
  } finally {
    await file.close();
  }
}

describe('mp3Stream', () => {
  it('decodes as many samples as went in, without the padding of the encoder', async () => {
    expect(await decode(MONO)).toEqual({ samples: 16_000, warnings: [] });
    expect(await decode(fixture('stereo-44k.mp3'), 44_100)).toEqual({
      samples: 44_100,
      warnings: [],
    });
  });

  it('gives what a truncated file has', async () => {
    const { samples } = await decode(MONO.subarray(0, 3_000));
    expect(samples).toBeGreaterThan(8_000);
    expect(samples).toBeLessThan(16_000);
  });

  it('comes to an end, silently, over damage', async () => {
    const error = vi.spyOn(console, 'error');
    const random = new Random(5);
    for (let round = 0; round < 30; round++) {
      const damaged = Buffer.from(MONO);
      for (let i = 0; i < 40; i++) damaged[random.integer(damaged.length)] = random.integer(256);
      expect((await decode(damaged)).samples).toBeLessThan(40_000);
    }
    expect(error).not.toHaveBeenCalled();
  });

  it('stops where the rate changes, with a warning', async () => {
    const { warnings } = await decode(
      Buffer.concat([MONO, Buffer.alloc(70_000), fixture('stereo-44k.mp3')]),
    );
    expect(warnings.join()).toMatch(/the rate changes to 44100|unreadable/);
  });
});
