/**
 * The filter bank and the DCT as matrices. That they are Meyda's own, the golden MFCC show.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { COEFFICIENTS, MEL_BANDS } from '../../../src/features/definition';
import { SPECTRUM_BINS, dctMatrix, melBank } from '../../../src/features/mel-bank';

describe('melBank', () => {
  const bank = melBank();
  const bands = Array.from({ length: MEL_BANDS }, (_, band) =>
    Array.from({ length: SPECTRUM_BINS }, (__, bin) => bank[bin * MEL_BANDS + band]!),
  );

  it('is finite, within 0 and 1, and as large as the spectrum and the bands', () => {
    expect(bank).toHaveLength(SPECTRUM_BINS * MEL_BANDS);
    expect(bank.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
  });

  it('has triangles that rise to 1 and fall', () => {
    for (const weights of bands) {
      const peak = weights.indexOf(Math.max(...weights));
      expect(weights[peak]).toBe(1);
      const rising = weights.slice(0, peak + 1);
      const falling = weights.slice(peak);
      expect(rising).toEqual([...rising].sort((a, b) => a - b));
      expect(falling).toEqual([...falling].sort((a, b) => b - a));
    }
  });

  it('has peaks that follow each other without holes: from the first peak to the last, weights sum to 1', () => {
    const peaks = bands.map((weights) => weights.indexOf(1));
    expect(peaks).toEqual([...peaks].sort((a, b) => a - b));
    for (let bin = peaks[0]!; bin <= peaks.at(-1)!; bin++) {
      const sum = bands.reduce((total, weights) => total + weights[bin]!, 0);
      expect(sum).toBeCloseTo(1, 6);
    }
  });

  it('does not hear the constant', () => {
    expect(bands.every((weights) => weights[0] === 0)).toBe(true);
  });
});

describe('dctMatrix', () => {
  const dct = dctMatrix();
  const column = (k: number): number[] =>
    Array.from({ length: MEL_BANDS }, (_, band) => dct[band * COEFFICIENTS + k]!);

  it('has orthogonal columns, so that no information is lost', () => {
    for (let a = 0; a < COEFFICIENTS; a++) {
      for (let b = 0; b <= a; b++) {
        const other = column(b);
        const product = column(a).reduce((sum, value, i) => sum + value * other[i]!, 0);
        const expected = a !== b ? 0 : a === 0 ? 4 * MEL_BANDS : 2 * MEL_BANDS;
        expect(product).toBeCloseTo(expected, 3);
      }
    }
  });

  it('begins with twice the sum of the bands', () => {
    expect(column(0).every((value) => value === 2)).toBe(true);
  });
});
