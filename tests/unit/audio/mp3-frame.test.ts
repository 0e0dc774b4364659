/**
 * Heads of MPEG audio frames.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMp3Frame, parseMp3Frame } from '../../../src/audio/mp3-frame';

/** A head by its fields, as ISO 11172-3 numbers them. */
function head(version: number, layer: number, bitRate: number, rate: number, padding = 0): Buffer {
  const word = 0xffe00000 + (version << 19) + ((4 - layer) << 17) + 0x10000 + (bitRate << 12);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(word + (rate << 10) + (padding << 9));
  return bytes;
}

const MPEG_1 = 3;
const MPEG_2 = 2;
const MPEG_2_5 = 0;

describe('parseMp3Frame', () => {
  it.each([
    ['MPEG 1 layer 3, 128 kbit/s, 44.1 kHz', head(MPEG_1, 3, 9, 0), 44_100, 417],
    ['the same, padded', head(MPEG_1, 3, 9, 0, 1), 44_100, 418],
    ['MPEG 1 layer 3, 320 kbit/s, 32 kHz', head(MPEG_1, 3, 14, 2), 32_000, 1_440],
    ['MPEG 2 layer 3, 64 kbit/s, 24 kHz', head(MPEG_2, 3, 8, 1), 24_000, 192],
    ['MPEG 2.5 layer 3, 8 kbit/s, 8 kHz', head(MPEG_2_5, 3, 1, 2), 8_000, 72],
    ['MPEG 1 layer 2, 192 kbit/s, 48 kHz', head(MPEG_1, 2, 10, 1), 48_000, 576],
    ['MPEG 1 layer 1, 384 kbit/s, 48 kHz', head(MPEG_1, 1, 12, 1), 48_000, 384],
  ])('reads %s', (_, bytes, sampleRate, length) => {
    expect(parseMp3Frame(bytes, 0)).toEqual({ sampleRate, length });
  });

  it.each([
    ['no mark', Buffer.of(0xff, 0x1b, 0x90, 0)],
    ['a reserved version', head(1, 3, 9, 0)],
    ['a reserved layer', head(MPEG_1, 4, 9, 0)],
    ['a reserved rate', head(MPEG_1, 3, 9, 3)],
    ['an impossible bit rate', head(MPEG_1, 3, 15, 0)],
    ['too few bytes', head(MPEG_1, 3, 9, 0).subarray(0, 3)],
  ])('refuses %s', (_, bytes) => {
    expect(parseMp3Frame(bytes, 0)).toBeUndefined();
  });
});

describe('findMp3Frame', () => {
  const file = readFileSync(join(import.meta.dirname, '../../fixtures/audio/stereo-44k.mp3'));
  const sound = file.subarray(10 + file.readUInt32BE(6));

  it('finds the first frame behind garbage', () => {
    const garbage = Buffer.from('\xff\xfb\x90\x64 garbage \xff\xff', 'latin1');
    expect(findMp3Frame(Buffer.concat([garbage, sound]))?.sampleRate).toBe(44_100);
  });

  it('does not take a single mark for a frame', () => {
    const noise = Buffer.alloc(4_000, 0x55);
    head(MPEG_1, 3, 9, 0).copy(noise, 100);
    expect(findMp3Frame(noise)).toBeUndefined();
  });

  it('takes a file of a single frame', () => {
    expect(findMp3Frame(Buffer.concat([head(MPEG_1, 3, 9, 0), Buffer.alloc(413)]))).toBeDefined();
  });
});
