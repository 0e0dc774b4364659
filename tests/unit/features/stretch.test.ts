/**
 * The frequency axis at another scale, on bands and on MFCC.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { dctMatrix } from '../../../src/features/mel-bank';
import { inverseDct, mfccStretch, stretchedBands } from '../../../src/features/stretch';

const BANDS = 40;

/** A row of 40 times a 40 × 40 matrix. */
function times(row: Float32Array, square: Float32Array): Float32Array {
  return row.map((_, to) => row.reduce((sum, v, from) => sum + v * square[from * BANDS + to]!, 0));
}

describe('stretchedBands', () => {
  it('reads every band at its own place where nothing is stretched', () => {
    const { low, share } = stretchedBands(1);
    low.forEach((band, i) => {
      expect(band + share[i]!).toBeCloseTo(i, 4);
    });
  });

  it('reads lower bands to move formants up', () => {
    const { low, share } = stretchedBands(1.1);
    expect(low[20]! + share[20]!).toBeLessThan(20);
    expect(low[20]! + share[20]!).toBeGreaterThan(18);
  });
});

describe('mfccStretch', () => {
  it('does to MFCC what reading the bands at other places does to mel powers', () => {
    const mel = Float32Array.from({ length: BANDS }, (_, i) => 10 + 3 * Math.sin(i / 4));
    const { low, share } = stretchedBands(0.93);
    const stretched = mel.map((_, i) => {
      const at = low[i]!;
      return mel[at]! + share[i]! * (mel[at + 1]! - mel[at]!);
    });
    const found = times(times(times(mel, dctMatrix()), mfccStretch(0.93)), inverseDct());
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(stretched[i]!, 3);
    });
  });
});
