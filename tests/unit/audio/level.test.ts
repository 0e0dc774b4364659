/**
 * Loudness in dBFS.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { levelOf, SILENCE_DBFS } from '../../../src/audio/level';
import { toneSamples } from '../../support/tone';

describe('levelOf', () => {
  it('gives 0 dBFS for a square wave at full scale', () => {
    const { rms, peak } = levelOf(Int16Array.of(-32_768, -32_768));
    expect(rms).toBe(0);
    expect(peak).toBe(0);
  });

  it('gives a sine wave a level 3 dB below its peak', () => {
    const { rms, peak } = levelOf(toneSamples({ hertz: 1_000, seconds: 0.1, amplitude: 0.1 }));
    expect(peak).toBeCloseTo(-20, 1);
    expect(peak - rms).toBeCloseTo(10 * Math.log10(2), 1);
  });

  it('gives silence, and no samples at all, the lowest level', () => {
    expect(levelOf(new Int16Array(512))).toEqual({ rms: SILENCE_DBFS, peak: SILENCE_DBFS });
    expect(levelOf(new Int16Array(0))).toEqual({ rms: SILENCE_DBFS, peak: SILENCE_DBFS });
  });

  it('gives the quietest sound there is more than silence', () => {
    expect(levelOf(Int16Array.of(1)).peak).toBeGreaterThan(SILENCE_DBFS);
  });
});
