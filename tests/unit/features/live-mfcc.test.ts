/**
 * The live front end against the float64 golden, in any pieces.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { COEFFICIENTS, frameCount } from '../../../src/features/definition';
import { LiveMfcc } from '../../../src/features/live-mfcc';
import { expectGolden, goldenSignals } from './golden-mfcc';

function noise(length: number, seed: number): Int16Array {
  const random = new Random(seed);
  return Int16Array.from({ length }, () => random.normal() * 1000);
}

describe('LiveMfcc', async () => {
  it.each(await goldenSignals())('hears the golden MFCC in the %s', (_, samples, golden) => {
    expect(samples).toHaveLength(golden.samples);
    expectGolden(new LiveMfcc().accept(samples), golden);
  });

  it('gives the same frames however the samples are cut', () => {
    const samples = noise(2000, 1);
    const whole = new LiveMfcc().accept(samples);
    expect(whole).toHaveLength(frameCount(samples.length));
    fc.assert(
      fc.property(fc.array(fc.nat(samples.length), { maxLength: 12 }), (cuts) => {
        const mfcc = new LiveMfcc();
        const borders = [0, ...cuts.sort((a, b) => a - b), samples.length];
        const pieces = borders.slice(1).map((end, i) => samples.subarray(borders[i], end));
        expect(pieces.flatMap((piece) => mfcc.accept(piece))).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('gives each frame as soon as its window is complete', () => {
    const mfcc = new LiveMfcc();
    expect(mfcc.accept(noise(399, 2))).toHaveLength(0);
    expect(mfcc.accept(noise(1, 3))).toHaveLength(1);
    expect(mfcc.accept(noise(159, 4))).toHaveLength(0);
    expect(mfcc.accept(noise(1, 5))).toHaveLength(1);
  });

  it('hears exactly nothing in digital silence', () => {
    const [frame] = new LiveMfcc().accept(new Int16Array(400));
    expect(frame).toEqual(new Float32Array(COEFFICIENTS));
  });

  it('gives frames that stay as they are', () => {
    const mfcc = new LiveMfcc();
    const [first] = mfcc.accept(noise(400, 6));
    const kept = first?.slice();
    mfcc.accept(noise(4000, 7));
    expect(first).toEqual(kept);
  });

  it('does not mix streams', () => {
    const [a, b] = [noise(1000, 8), noise(1000, 9)];
    const [left, right] = [new LiveMfcc(), new LiveMfcc()];
    const heard: Float32Array[] = [];
    for (let n = 0; n < 1000; n += 100) {
      heard.push(...left.accept(a.subarray(n, n + 100)));
      right.accept(b.subarray(n, n + 100));
    }
    expect(heard).toEqual(new LiveMfcc().accept(a));
  });

  it('starts anew after reset', () => {
    const samples = noise(1000, 10);
    const mfcc = new LiveMfcc();
    mfcc.accept(noise(777, 11));
    mfcc.reset();
    expect(mfcc.accept(samples)).toEqual(new LiveMfcc().accept(samples));
  });
});
