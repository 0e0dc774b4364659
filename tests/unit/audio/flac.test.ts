/**
 * FLAC files, whole and damaged.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { FileBytes } from '../../../src/audio/file-bytes';
import { inspectFlac } from '../../../src/audio/flac';
import { scratchFolder } from '../../support/scratch-folder';

const scratch = scratchFolder();
const FIXTURE = readFileSync(join(import.meta.dirname, '../../fixtures/audio/mono-16k.flac'));

async function decode(
  bytes: Buffer,
  start = 0,
): Promise<{
  samples: number;
  sampleRate: number;
  length: number | undefined;
  warnings: string[];
}> {
  const file = await FileBytes.open(scratch.write('file.flac', bytes));
  try {
    const stream = await inspectFlac(file, start);
    const { sampleRate, length } = stream;
    const warnings: string[] = [];
    let samples = 0;
    const warn = (line: string): number => warnings.push(line);
    for await (const block of stream.decode(file, warn)) samples += block.length;
    return { sampleRate, length, samples, warnings };
  } finally {
    await file.close();
  }
}

describe('inspectFlac', () => {
  it('decodes all samples that the header speaks of', async () => {
    expect(await decode(FIXTURE)).toEqual({
      ...{ sampleRate: 16_000, length: 16_000, samples: 16_000, warnings: [] },
    });
  });

  it('begins behind a tag', async () => {
    const tag = Buffer.alloc(77);
    expect((await decode(Buffer.concat([tag, FIXTURE]), 77)).samples).toBe(16_000);
  });

  it('decodes a file whose encoder did not know the length', async () => {
    const open = Buffer.from(FIXTURE);
    open[21]! &= 0xf0;
    open.fill(0, 22, 26);
    expect(await decode(open)).toMatchObject({ length: undefined, samples: 16_000, warnings: [] });
  });

  it('gives what a truncated file has, with a warning and without a word on the terminal', async () => {
    const error = vi.spyOn(console, 'error');
    const { samples, warnings } = await decode(FIXTURE.subarray(0, 12_000));
    expect(samples).toBeGreaterThan(4_000);
    expect(samples).toBeLessThan(16_000);
    expect(warnings.at(-1)).toMatch(/of 16000 samples: the rest is damaged or cut off/);
    expect(error).not.toHaveBeenCalled();
  });

  it('goes on behind a damaged part, with a warning', async () => {
    const damaged = Buffer.from(FIXTURE);
    damaged.fill(0xa5, 9_000, 9_400);
    const { samples, warnings } = await decode(damaged);
    expect(samples).toBeGreaterThan(4_000);
    expect(warnings.length).toBeGreaterThan(0);
  });

  it.each([
    ['is cut off in its header', FIXTURE.subarray(0, 20)],
    ['does not begin with stream information', Buffer.concat([Buffer.from('fLaC\x04'), FIXTURE])],
  ])('refuses a file that %s', async (_, bytes) => {
    await expect(decode(bytes)).rejects.toThrow(/has a broken FLAC header/);
  });
});
