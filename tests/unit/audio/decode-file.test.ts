/**
 * Audio files against what SoX and ffmpeg hear in them, and the promises of an open file.
 *
 * Goldens of `tests/reference/audio-files.json` by `scripts/reference/audio-files.mjs`.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAudioFile, readAudioFile } from '../../../src/audio/decode-file';
import { UserError } from '../../../src/base/errors';
import { scratchFolder } from '../../support/scratch-folder';
import { toneSamples, toneWav } from '../../support/tone';
import { dataChunk, formatChunk, pcm16, wavFile, type Format } from '../../support/wav-file';

interface Golden {
  readonly name: string;
  readonly length: number;
  readonly part: string;
}

const { from, files } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../reference/audio-files.json'), 'utf8'),
) as { from: number; files: Golden[] };

const scratch = scratchFolder();
const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/audio', name);

/** How far `ours` is from `theirs`, dB below the power of `theirs`. */
function errorDb(ours: Int16Array, theirs: Int16Array): number {
  let power = 0;
  let error = 0;
  theirs.forEach((sample, i) => {
    power += sample ** 2;
    error += (ours[i]! - sample) ** 2;
  });
  return 10 * Math.log10(error / power);
}

/**
 * Without a loss and a change of rate not a bit differs. Decoders of Opus differ by their own resampling, and the
 * noise of 8 bits reaches into the slope of the filters, where each resampler is different.
 */
function allowedDb(name: string): number {
  if (name === 'mono-16k.flac') return -Infinity;
  return name.endsWith('.opus') || name.startsWith('unsigned-8') ? -45 : -60;
}

async function refusal(path: string): Promise<string> {
  const error: unknown = await readAudioFile(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).line;
}

const sound = (format: Format, samples: ArrayLike<number>): Buffer =>
  wavFile([formatChunk(format), dataChunk(pcm16(samples))]);

describe('readAudioFile', () => {
  it.each(files)('hears in $name what SoX and ffmpeg hear', async ({ name, length, part }) => {
    const bytes = Buffer.from(part, 'base64');
    const theirs = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    const ours = await readAudioFile(fixture(name));
    expect(Math.abs(ours.length - length)).toBeLessThanOrEqual(1);
    const distance = errorDb(ours.subarray(from, from + theirs.length), theirs);
    expect(distance).toBeLessThanOrEqual(allowedDb(name));
  });

  it('gives 16-bit samples at 16 kHz back as they are', async () => {
    const samples = Int16Array.from({ length: 40_000 }, (_, i) => ((i * 7919) % 65_536) - 32_768);
    expect(await readAudioFile(scratch.write('same.wav', sound({}, samples)))).toEqual(samples);
  });

  it.each([8_000, 11_025, 22_050, 44_100, 48_000, 96_000])(
    'brings %d Hz to 16 kHz',
    async (rate) => {
      const tone = { hertz: 440, seconds: 0.5, amplitude: 0.5 };
      const samples = await readAudioFile(scratch.write('rate.wav', toneWav({ ...tone, rate })));
      const expected = toneSamples(tone);
      expect(Math.abs(samples.length - expected.length)).toBeLessThanOrEqual(1);
      expect(errorDb(samples.subarray(500, 7_000), expected.subarray(500, 7_000))).toBeLessThan(
        -70,
      );
    },
  );

  it('averages channels, also when one of them is dead', async () => {
    const frames = Array.from({ length: 2_000 }, (_, i) => (i % 2 === 0 ? 8_000 : 0));
    const samples = await readAudioFile(scratch.write('dead.wav', sound({ channels: 2 }, frames)));
    expect(samples).toEqual(new Int16Array(1_000).fill(4_000));
  });

  it('keeps full-scale clipping and a constant offset within 16 bits', async () => {
    const square = Array.from({ length: 4_800 }, (_, i) => (i % 100 < 60 ? 32_767 : -32_768));
    const samples = await readAudioFile(scratch.write('loud.wav', sound({ rate: 48_000 }, square)));
    expect(samples).toHaveLength(1_600);
    expect(Math.max(...samples)).toBe(32_767);
  });

  it.each([1, 5, 399])('decodes %d samples, less than a window', async (count) => {
    const path = scratch.write('short.wav', sound({}, Array<number>(count).fill(9)));
    expect(await readAudioFile(path)).toHaveLength(count);
  });

  it.each(["naïve “quotes” 'n' spaces.wav", 'שלום-🎤.wav', '-i.wav', 'a;b|c$(d).wav'])(
    'opens a file called %s',
    async (name) => {
      expect(await readAudioFile(scratch.write(name, sound({}, [1, 2, 3])))).toHaveLength(3);
    },
  );

  it.each([
    ['a file that is missing', join(scratch.path, 'missing.wav'), /does not exist: /],
    ['a folder', scratch.path, /is a folder: /],
    ['an empty file', scratch.write('empty.wav', ''), /is empty: /],
    ['a header without sound', scratch.write('header.wav', sound({}, [])), /holds no sound: /],
    ['0 channels', scratch.write('channels.wav', sound({ channels: 0 }, [1])), /has 0 channels: /],
    ['a rate of 0 Hz', scratch.write('0.wav', sound({ rate: 0 }, [1])), /0 samples a second: /],
    ['a rate of 1 Hz', scratch.write('1.wav', sound({ rate: 1 }, [1])), /1 samples a second: /],
    ['a rate of 4 GHz', scratch.write('4g.wav', sound({ rate: 4e9 }, [1])), /4000000000 samples/],
  ])('refuses %s with one line', async (_, path, line) => {
    const refused = await refusal(path);
    expect(refused).toMatch(line);
    expect(refused).not.toContain('\n');
    expect(refused).toContain(path);
  });
});

describe('openAudioFile', () => {
  it('tells the duration before anything is decoded', async () => {
    const source = await openAudioFile(fixture('mono-16k.opus'));
    expect(source.duration).toBe(1);
    expect(source.warnings).toEqual([]);
  });

  it('can be read again', async () => {
    const source = await openAudioFile(fixture('mono-16k.flac'));
    for (let round = 0; round < 2; round++) {
      let samples = 0;
      for await (const block of source.blocks()) samples += block.length;
      expect(samples).toBe(16_000);
    }
  });

  it('collects warnings, each once, while it is read', async () => {
    const path = scratch.write(
      'cut.wav',
      sound({}, Array<number>(16_000).fill(1)).subarray(0, 9_000),
    );
    const source = await openAudioFile(path);
    for (let round = 0; round < 2; round++) {
      for await (const block of source.blocks()) expect(block.length).toBeGreaterThan(0);
    }
    expect(source.warnings).toEqual(['the file ends after 0.3 s of 1.0 s']);
  });

  it('gives many short blocks: a long file needs no more memory than a short one', async () => {
    const path = scratch.write('long.wav', sound({}, new Int16Array(2_000_000)));
    let longest = 0;
    for await (const block of (await openAudioFile(path)).blocks()) {
      longest = Math.max(longest, block.length);
    }
    expect(longest).toBeLessThanOrEqual(65_536);
  });
});
