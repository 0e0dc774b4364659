/**
 * Samples of every encoding as fractions.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { decodeFrames } from '../../../src/audio/wav-samples';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('decodeFrames', () => {
  it('decodes whole numbers at their extremes and at zero', () => {
    expect([...decodeFrames(bytes(0, 128, 192), 'unsigned8', 1)]).toEqual([-1, 0, 0.5]);
    expect([...decodeFrames(bytes(0, 0x80, 0, 0, 0, 0x40), 'signed16', 1)]).toEqual([-1, 0, 0.5]);
    expect([...decodeFrames(bytes(0, 0, 0x80, 0, 0, 0x40), 'signed24', 1)]).toEqual([-1, 0.5]);
    expect([...decodeFrames(bytes(0xff, 0xff, 0xff), 'signed24', 1)]).toEqual([-(2 ** -23)]);
    expect([...decodeFrames(bytes(0, 0, 0, 0x80, 0, 0, 0, 0x40), 'signed32', 1)]).toEqual([
      -1, 0.5,
    ]);
  });

  it('decodes floats, at most full scale, and silence where there is no number', () => {
    const values = [0.25, -0.5, 3, -Infinity, Infinity, NaN, 1e38];
    const expected = [0.25, -0.5, 1, -1, 1, 0, 1];
    const single = new Uint8Array(Float32Array.from(values).buffer);
    const double = new Uint8Array(Float64Array.from(values).buffer);
    expect([...decodeFrames(single, 'float32', 1)]).toEqual(expected);
    expect([...decodeFrames(double, 'float64', 1)]).toEqual(expected);
  });

  // Values of ITU-T G.711, tables 1a and 2a.
  it('decodes A-law', () => {
    const codes = bytes(0xd5, 0x55, 0xaa, 0x2a);
    expect([...decodeFrames(codes, 'a-law', 1)]).toEqual([1, -1, 4032, -4032].map((v) => v / 4096));
  });

  it('decodes mu-law', () => {
    const codes = bytes(0xff, 0x7f, 0x80, 0x00);
    const values = [...decodeFrames(codes, 'mu-law', 1)].map((value) => value * 8192);
    expect(values).toEqual([0, -0, 8031, -8031]);
  });

  it('averages the channels, whatever their number', () => {
    const frames = Int16Array.of(16_384, 0, -16_384, -16_384);
    expect([...decodeFrames(new Uint8Array(frames.buffer), 'signed16', 2)]).toEqual([0.25, -0.5]);
    expect([...decodeFrames(bytes(...Array<number>(300).fill(192)), 'unsigned8', 300)]).toEqual([
      0.5,
    ]);
  });
});
