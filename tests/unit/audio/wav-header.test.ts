/**
 * WAV headers, honest, careless and hostile.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { FileBytes } from '../../../src/audio/file-bytes';
import { isWav, readWavHeader, type WavHeader } from '../../../src/audio/wav-header';
import { scratchFolder } from '../../support/scratch-folder';
import { dataChunk, formatChunk, pcm16, wavFile, type Format } from '../../support/wav-file';

const scratch = scratchFolder();
const SOUND = pcm16([1, 2, 3, 4]);
const LIST = { id: 'LIST', content: Buffer.from('INFOabc') };
let files = 0;

async function headerOf(bytes: Buffer): Promise<WavHeader> {
  const file = await FileBytes.open(scratch.write(`${++files}.wav`, bytes));
  try {
    return await readWavHeader(file);
  } finally {
    await file.close();
  }
}

/** Bytes of sound that a header leads to. */
const soundIn = ({ start, end }: WavHeader): number => end - start;

const withFormat = (format: Format): Buffer => wavFile([formatChunk(format), dataChunk(SOUND)]);

/** A `fmt ` chunk of WAVE_FORMAT_EXTENSIBLE. */
function extensible(tag: number, bits: number): Buffer {
  const { content } = formatChunk({ tag: 0xfffe, bits });
  const extension = Buffer.alloc(24);
  extension.writeUInt16LE(22, 0);
  extension.writeUInt16LE(bits, 2);
  extension.writeUInt16LE(tag, 8);
  return wavFile([{ id: 'fmt ', content: Buffer.concat([content, extension]) }, dataChunk(SOUND)]);
}

describe('isWav', () => {
  it.each(['RIFF', 'RF64', 'BW64'])('knows %s', (form) => {
    expect(isWav(wavFile([], form))).toBe(true);
  });

  it('does not take other RIFF files', () => {
    expect(isWav(Buffer.from('RIFF\0\0\0\0AVI LIST'))).toBe(false);
    expect(isWav(Buffer.from('RIF'))).toBe(false);
  });
});

describe('readWavHeader', () => {
  it('finds format and sound', async () => {
    expect(await headerOf(wavFile([formatChunk(), dataChunk(SOUND)]))).toEqual({
      ...{ channels: 1, sampleRate: 16_000, encoding: 'signed16' },
      ...{ start: 44, end: 52, missing: 0 },
    });
  });

  it('finds them behind, before and between other chunks of odd sizes', async () => {
    const header = await headerOf(wavFile([LIST, formatChunk(), LIST, dataChunk(SOUND), LIST]));
    expect(soundIn(header)).toBe(SOUND.length);
    expect(header.start).toBe(12 + 16 + 24 + 16 + 8);
  });

  it('finds a format that stands behind the sound', async () => {
    const header = await headerOf(wavFile([dataChunk(SOUND), formatChunk({ rate: 8_000 })]));
    expect(header).toMatchObject({ sampleRate: 8_000, start: 20, end: 28 });
  });

  it.each<[Format, WavHeader['encoding']]>([
    [{ bits: 8 }, 'unsigned8'],
    [{ bits: 16 }, 'signed16'],
    [{ bits: 24 }, 'signed24'],
    [{ bits: 32 }, 'signed32'],
    [{ bits: 12 }, 'signed16'],
    [{ bits: 20, blockAlign: 4 }, 'signed32'],
    [{ tag: 3, bits: 32 }, 'float32'],
    [{ tag: 3, bits: 64 }, 'float64'],
    [{ tag: 3, bits: 16 }, undefined],
    [{ tag: 6, bits: 8 }, 'a-law'],
    [{ tag: 7, bits: 8 }, 'mu-law'],
    [{ tag: 2, bits: 4 }, undefined],
    [{ bits: 0, blockAlign: 0 }, undefined],
    [{ bits: 64 }, undefined],
  ])('reads %o as %s', async (format, encoding) => {
    expect((await headerOf(withFormat(format))).encoding).toBe(encoding);
  });

  it.each([1, 3, 0])(
    'ignores a block alignment of %d bytes, which cannot be',
    async (blockAlign) => {
      const header = await headerOf(withFormat({ bits: 16, channels: 2, blockAlign }));
      expect(header.encoding).toBe('signed16');
    },
  );

  it('reads the extensible format', async () => {
    expect((await headerOf(extensible(1, 24))).encoding).toBe('signed24');
    expect((await headerOf(extensible(3, 32))).encoding).toBe('float32');
  });

  it.each([0, 0xffffffff, 0x7ffffff0])(
    'takes all that follows as sound when its size is given as %d',
    async (size) => {
      const header = await headerOf(wavFile([formatChunk(), dataChunk(SOUND, size)]));
      expect(soundIn(header)).toBe(SOUND.length);
      expect(header.missing).toBe(0);
    },
  );

  it('takes a size of 0 at its word when another chunk follows', async () => {
    expect(
      soundIn(await headerOf(wavFile([formatChunk(), dataChunk(Buffer.alloc(0)), LIST]))),
    ).toBe(0);
  });

  it('counts what the header speaks of and the file does not have', async () => {
    const header = await headerOf(wavFile([formatChunk(), dataChunk(SOUND, 1_000)]));
    expect(header.missing).toBe(1_000 - SOUND.length);
    expect(soundIn(header)).toBe(SOUND.length);
  });

  it('finds sizes beyond 4 GiB in RF64', async () => {
    const content = Buffer.alloc(28);
    content.writeBigUInt64LE(5_000_000_000n, 8);
    const file = wavFile(
      [{ id: 'ds64', content }, formatChunk(), dataChunk(SOUND, 0xffffffff)],
      'RF64',
    );
    const header = await headerOf(file);
    // As a file that was cut off, since nobody wants 5 GB in a test.
    expect(header).toMatchObject({ start: file.length - SOUND.length, end: file.length });
  });

  it.each([
    ['0 channels', withFormat({ channels: 0 }), /has 0 channels/],
    ['no format', wavFile([dataChunk(SOUND)]), /says nothing about its format/],
    ['no sound', wavFile([formatChunk()]), /holds no sound/],
    [
      'a header and nothing else',
      Buffer.from('RIFF\x04\0\0\0WAVE'),
      /says nothing about its format/,
    ],
    [
      'a format that is cut off',
      wavFile([{ id: 'fmt ', content: Buffer.alloc(8) }, dataChunk(SOUND)]),
      /cut off in its header/,
    ],
    [
      'a chunk that leads far beyond the file',
      wavFile([{ ...LIST, claimedSize: 0xfffffff0 }, formatChunk(), dataChunk(SOUND)]),
      /says nothing about its format/,
    ],
    [
      'nothing but thousands of empty chunks',
      wavFile(Array.from({ length: 20_000 }, () => ({ id: 'junk', content: Buffer.alloc(0) }))),
      /says nothing about its format/,
    ],
  ])('refuses a file with %s', async (_, bytes, line) => {
    await expect(headerOf(bytes)).rejects.toThrow(line);
  });
});
