/**
 * The resampler against SoX and against its own promises.
 *
 * Goldens of `tests/reference/resampling.json` by `scripts/reference/resampling.mjs`.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resampler } from '../../../src/audio/resampler';
import { Random } from '../../../src/base/random';

interface Wave {
  readonly hertz: number;
  readonly amplitude: number;
  readonly phase: number;
}

interface Golden {
  readonly rate: number;
  readonly length: number;
  readonly waves: readonly Wave[];
  readonly output: string;
}

const { goldens } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../reference/resampling.json'), 'utf8'),
) as { goldens: Golden[] };

const OUTPUT_RATE = 16_000;

function sumOf(waves: readonly Wave[], rate: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, n) =>
    waves.reduce(
      (sum, { hertz, amplitude, phase }) =>
        sum + amplitude * Math.sin((2 * Math.PI * hertz * n) / rate + phase),
      0,
    ),
  );
}

/** The whole output, the input handed over in blocks of the given lengths, again and again. */
function resample(
  input: Float32Array,
  from: number,
  to = OUTPUT_RATE,
  blocks: readonly number[] = [input.length],
): Float32Array {
  const resampler = new Resampler(from, to);
  const parts: Float32Array[] = [];
  for (let start = 0, i = 0; start < input.length; i++) {
    const length = blocks[i % blocks.length]!;
    parts.push(resampler.accept(input.subarray(start, start + length)));
    start += length;
  }
  parts.push(resampler.finish());
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

/** Largest difference between both, as dB below the largest value of `b`; the ends are left out. */
function differenceDb(a: Float32Array, b: Float32Array, margin: number): number {
  let largest = 0;
  let difference = 0;
  for (let i = margin; i < b.length - margin; i++) {
    largest = Math.max(largest, Math.abs(b[i]!));
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
  }
  return 20 * Math.log10(difference / largest);
}

/** Level of a sine wave after resampling, dB against the level before. */
function passedDb(hertz: number, from: number): number {
  const input = sumOf([{ hertz, amplitude: 1, phase: 0.3 }], from, from / 4);
  const output = resample(input, from).subarray(400, -400);
  const power = output.reduce((sum, value) => sum + value * value, 0) / output.length;
  return 10 * Math.log10(power / 0.5);
}

describe('Resampler', () => {
  // SoX itself is 86 dB away from the waves at 47 999 Hz, more at the others.
  it.each(goldens)('agrees with SoX to 85 dB from $rate Hz', ({ rate, length, waves, output }) => {
    const bytes = Buffer.from(output, 'base64');
    const expected = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const ours = resample(sumOf(waves, rate, length), rate);
    expect(Math.abs(ours.length - expected.length)).toBeLessThanOrEqual(1);
    expect(differenceDb(ours, expected, 500)).toBeLessThan(-85);
  });

  it.each(goldens)('agrees with the waves themselves to 105 dB from $rate Hz', (golden) => {
    const { rate, length, waves } = golden;
    const ours = resample(sumOf(waves, rate, length), rate);
    const expected = sumOf(waves, OUTPUT_RATE, ours.length);
    expect(differenceDb(ours, expected, 500)).toBeLessThan(-105);
  });

  it.each([8_500, 9_000, 11_000, 15_900, 16_100, 20_000, 23_900])(
    'rejects %d Hz at 48 kHz by more than 80 dB: nothing folds back',
    (hertz) => {
      expect(passedDb(hertz, 48_000)).toBeLessThan(-80);
    },
  );

  it.each([100, 1_000, 4_000, 7_000, 7_400])('lets %d Hz pass within 0.01 dB', (hertz) => {
    expect(Math.abs(passedDb(hertz, 48_000))).toBeLessThan(0.01);
    expect(Math.abs(passedDb(hertz, 44_100))).toBeLessThan(0.01);
  });

  it('makes no images above the old Nyquist frequency when the rate grows', () => {
    const hertz = 3_600;
    const input = sumOf([{ hertz, amplitude: 1, phase: 0 }], 8_000, 4_000);
    const pure = sumOf([{ hertz, amplitude: 1, phase: 0 }], OUTPUT_RATE, 8_000);
    expect(differenceDb(resample(input, 8_000), pure, 500)).toBeLessThan(-80);
  });

  it('has no delay: an impulse stays where it is', () => {
    const input = new Float32Array(4_800);
    input[2_400] = 1;
    const output = resample(input, 48_000);
    expect(output.indexOf(Math.max(...output))).toBe(800);
  });

  it('gives the same output, bit by bit, whatever the blocks', () => {
    const random = new Random(3);
    const input = Float32Array.from({ length: 30_000 }, () => random.normal());
    const rate = fc.constantFrom(8_000, 11_025, 44_100, 47_999, 48_000);
    const blocks = fc.array(fc.integer({ min: 1, max: 12_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rate, blocks, (from, lengths) => {
        const sizes = [...lengths, 5_000];
        expect(resample(input, from, OUTPUT_RATE, sizes)).toEqual(resample(input, from));
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  it('makes ⌈N · new / old⌉ samples of N', () => {
    const rate = fc.integer({ min: 2_000, max: 100_000 });
    fc.assert(
      fc.property(rate, fc.integer({ min: 0, max: 3_000 }), (from, length) => {
        const output = resample(new Float32Array(length), from);
        expect(output).toHaveLength(Math.ceil((length * OUTPUT_RATE) / from));
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('keeps a constant what it is, away from the ends', () => {
    const output = resample(new Float32Array(20_000).fill(0.5), 22_050);
    expect(Math.max(...output.subarray(200, -200))).toBeCloseTo(0.5, 6);
    expect(Math.min(...output.subarray(200, -200))).toBeCloseTo(0.5, 6);
  });

  it.each([0, -1, 44_100.5, NaN])('throws a RangeError for a rate of %d', (rate) => {
    expect(() => new Resampler(rate, OUTPUT_RATE)).toThrow(RangeError);
    expect(() => new Resampler(OUTPUT_RATE, rate)).toThrow(RangeError);
  });
});
