/**
 * The filter of the resampler: what passes, what does not.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { designFilterBank, type FilterBank } from '../../../src/audio/resampling-filter';

/** Gain in dB at `hertz` of the row of weights that stands on an input sample. */
function gainAt({ weights, taps }: FilterBank, hertz: number, rate: number): number {
  let real = 0;
  let imaginary = 0;
  for (let tap = 0; tap < taps; tap++) {
    const angle = (2 * Math.PI * hertz * tap) / rate;
    real += weights[tap]! * Math.cos(angle);
    imaginary += weights[tap]! * Math.sin(angle);
  }
  return 20 * Math.log10(Math.hypot(real, imaginary));
}

describe('designFilterBank', () => {
  const rate = 48_000;
  const bank = designFilterBank(rate, 16_000, 1);

  it('lets everything up to 7.4 kHz pass within 0.001 dB', () => {
    for (let hertz = 0; hertz <= 7_400; hertz += 50) {
      expect(Math.abs(gainAt(bank, hertz, rate))).toBeLessThan(0.001);
    }
  });

  it('stops everything from 8 kHz on by at least 95 dB', () => {
    for (let hertz = 8_000; hertz <= rate / 2; hertz += 50) {
      expect(gainAt(bank, hertz, rate)).toBeLessThan(-95);
    }
  });

  it('gives each row the sum 1', () => {
    const { weights, taps, phases } = designFilterBank(11_025, 16_000, 640);
    expect(phases).toBe(640);
    for (let phase = 0; phase <= phases; phase++) {
      const row = weights.subarray(phase * taps, (phase + 1) * taps);
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
  });

  it('keeps the table small for rates without a common ratio', () => {
    const { weights } = designFilterBank(767_999, 16_000, 16_000);
    expect(weights.byteLength).toBeLessThan(4e6);
  });
});
