/**
 * WAV files from header to samples.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { FileBytes } from '../../../src/audio/file-bytes';
import { inspectWav } from '../../../src/audio/wav';
import { scratchFolder } from '../../support/scratch-folder';
import { dataChunk, formatChunk, pcm16, wavFile } from '../../support/wav-file';

const scratch = scratchFolder();

/** All samples, in 16-bit units, the lengths of the blocks and the warnings. */
async function decode(
  bytes: Buffer,
): Promise<{ samples: number[]; blocks: number[]; warnings: string[] }> {
  const file = await FileBytes.open(scratch.write('file.wav', bytes));
  const result = { samples: [] as number[], blocks: [] as number[], warnings: [] as string[] };
  const stream = await inspectWav(file);
  for await (const block of stream.decode(file, (warning) => result.warnings.push(warning))) {
    result.blocks.push(block.length);
    for (const sample of block) result.samples.push(sample * 32_768);
  }
  await file.close();
  return result;
}

describe('inspectWav', () => {
  it('decodes all samples, in blocks far smaller than the file', async () => {
    const samples = Array.from({ length: 200_001 }, (_, i) => ((i * 37) % 65_536) - 32_768);
    const result = await decode(wavFile([formatChunk(), dataChunk(pcm16(samples))]));
    expect(result.samples).toEqual(samples);
    expect(Math.max(...result.blocks)).toBeLessThanOrEqual(65_536);
    expect(result.warnings).toEqual([]);
  });

  it('keeps frames together that do not fit into a block', async () => {
    const channels = 3;
    const frames = 50_000;
    const samples = Array.from(
      { length: frames * channels },
      (_, i) => Math.floor(i / channels) % 999,
    );
    const result = await decode(wavFile([formatChunk({ channels }), dataChunk(pcm16(samples))]));
    expect(result.samples).toHaveLength(frames);
    expect(result.samples.every((sample, i) => Math.abs(sample - (i % 999)) < 0.01)).toBe(true);
  });

  it('decodes a frame of 65 535 channels', async () => {
    const channels = 65_535;
    const sound = pcm16(Array<number>(channels).fill(7));
    const result = await decode(
      wavFile([formatChunk({ channels, blockAlign: 0 }), dataChunk(sound)]),
    );
    expect(result.samples.map(Math.round)).toEqual([7]);
  });

  it('tells the length beforehand', async () => {
    const bytes = wavFile([formatChunk({ channels: 2 }), dataChunk(pcm16([1, 1, 2, 2, 3, 3]))]);
    const file = await FileBytes.open(scratch.write('length.wav', bytes));
    expect((await inspectWav(file)).length).toBe(3);
    await file.close();
  });

  it('gives what a truncated file has, with a warning', async () => {
    const whole = wavFile([formatChunk(), dataChunk(pcm16(Array<number>(16_000).fill(5)))]);
    const result = await decode(whole.subarray(0, 44 + 8_001));
    expect(result.samples).toHaveLength(4_000);
    expect(result.warnings).toEqual(['the file ends after 0.3 s of 1.0 s']);
  });

  it('leaves out half a sample at the end, with a warning', async () => {
    const sound = Buffer.concat([pcm16([1, 2]), Buffer.of(9)]);
    const result = await decode(wavFile([formatChunk(), dataChunk(sound)]));
    expect(result.samples).toEqual([1, 2]);
    expect(result.warnings).toEqual(['the file ends in the middle of a sample']);
  });
});
