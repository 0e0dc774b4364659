/**
 * Pieces of a long sound: none too long, nothing lost, cut where it is quiet.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PauseSplitter, type AudioPiece } from '../../../src/audio/pause-splitter';
import { Random } from '../../../src/base/random';

const RATE = 16_000;
const LONGEST = 20 * RATE;

/** Noise whose amplitude is given for stretches of seconds. */
function noise(stretches: readonly (readonly [seconds: number, amplitude: number])[]): Int16Array {
  const random = new Random(7);
  const lengths = stretches.map(([seconds]) => Math.round(seconds * RATE));
  const samples = new Int16Array(lengths.reduce((sum, length) => sum + length, 0));
  let filled = 0;
  stretches.forEach(([, amplitude], i) => {
    for (const end = filled + lengths[i]!; filled < end; filled++) {
      samples[filled] = Math.round(amplitude * (2 * random.next() - 1));
    }
  });
  return samples;
}

/** All pieces, the sound handed over in blocks of the given lengths, again and again. */
function split(samples: Int16Array, blocks: readonly number[] = [samples.length]): AudioPiece[] {
  const splitter = new PauseSplitter();
  const pieces: AudioPiece[] = [];
  for (let start = 0, i = 0; start < samples.length; i++) {
    const length = blocks[i % blocks.length]!;
    pieces.push(...splitter.accept(samples.subarray(start, start + length)));
    start += length;
  }
  return [...pieces, ...splitter.finish()];
}

const seconds = (sample: number): number => sample / RATE;

describe('PauseSplitter', () => {
  it('gives short sound back as one piece', () => {
    const samples = noise([[3, 5_000]]);
    expect(split(samples)).toEqual([{ startSample: 0, samples }]);
  });

  it('gives nothing for no sound', () => {
    expect(new PauseSplitter().finish()).toEqual([]);
  });

  it('cuts in the middle of a pause of 600 ms once 5 s are over', () => {
    const pieces = split(
      noise([
        [7, 5_000],
        [1, 20],
        [6, 5_000],
      ]),
    );
    expect(pieces).toHaveLength(2);
    expect(Math.abs(seconds(pieces[1]!.startSample) - 7.3)).toBeLessThan(0.11);
  });

  it('does not cut at a pause within the first 5 s', () => {
    expect(
      split(
        noise([
          [2, 5_000],
          [1, 20],
          [8, 5_000],
        ]),
      ),
    ).toHaveLength(1);
  });

  it('cuts sound without a long pause at the quietest place before 20 s', () => {
    const pieces = split(
      noise([
        [13, 5_000],
        [0.32, 300],
        [15, 5_000],
      ]),
    );
    expect(pieces).toHaveLength(2);
    expect(Math.abs(seconds(pieces[1]!.startSample) - 13.16)).toBeLessThan(0.05);
  });

  it('finds pauses in loud noise, as loudness is measured against the sound itself', () => {
    const pieces = split(
      noise([
        [8, 20_000],
        [1, 2_000],
        [6, 20_000],
      ]),
    );
    expect(pieces).toHaveLength(2);
    expect(Math.abs(seconds(pieces[1]!.startSample) - 8.3)).toBeLessThan(0.11);
  });

  it('keeps silence before speech out of the piece of the speech', () => {
    const pieces = split(
      noise([
        [17, 0],
        [9, 5_000],
      ]),
    );
    expect(pieces).toHaveLength(2);
    expect(seconds(pieces[1]!.startSample)).toBeGreaterThan(16.5);
  });

  it('starts anew after finish()', () => {
    const splitter = new PauseSplitter();
    splitter.accept(noise([[1, 100]]));
    splitter.finish();
    splitter.accept(noise([[2, 100]]));
    expect(splitter.finish()).toMatchObject([{ startSample: 0 }]);
  });

  it('gives every sample exactly once, in pieces of at most 20 s, whatever the blocks', () => {
    const stretch = fc.tuple(
      fc.double({ min: 0.01, max: 9, noNaN: true }),
      fc.constantFrom(0, 30, 900, 9_000),
    );
    const sound = fc.array(stretch, { minLength: 1, maxLength: 8 });
    const blocks = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sound, blocks, (stretches, lengths) => {
        const samples = noise(stretches);
        const sizes = lengths.map((length) => Math.max(length, Math.ceil(samples.length / 500)));
        const pieces = split(samples, sizes);
        let next = 0;
        for (const piece of pieces) {
          expect(piece.startSample).toBe(next);
          expect(piece.samples.length).toBeGreaterThan(0);
          expect(piece.samples.length).toBeLessThanOrEqual(LONGEST);
          const original = samples.slice(next, next + piece.samples.length);
          expect(Buffer.from(piece.samples.buffer).equals(Buffer.from(original.buffer))).toBe(true);
          next += piece.samples.length;
        }
        expect(next).toBe(samples.length);
        expect(pieces.map((piece) => piece.startSample)).toEqual(
          split(samples).map((piece) => piece.startSample),
        );
      }),
      { numRuns: 30, seed: 1 },
    );
  });
});
