/**
 * Noise at the ratio that is asked for.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { inNoise, mixNoise } from '../../../src/audio/mix-noise';
import { toneSamples } from '../../support/tone';

const speech = toneSamples({ hertz: 300, seconds: 1, amplitude: 0.2 });
const noise = toneSamples({ hertz: 1700, seconds: 0.31, amplitude: 0.01 });
const power = (samples: Int16Array): number =>
  samples.reduce((sum, x) => sum + x * x, 0) / samples.length;

describe('mixNoise', () => {
  it.each([20, 5, 0])('adds noise %i dB below the recording', (snr) => {
    const mixed = mixNoise(speech, noise, snr, 100);
    const added = mixed.map((x, i) => x - speech[i]!);
    expect(10 * Math.log10(power(speech) / power(added))).toBeCloseTo(snr, 1);
  });

  it('keeps the ratio where the sum would clip', () => {
    const loud = toneSamples({ hertz: 300, seconds: 1, amplitude: 0.98 });
    const mixed = mixNoise(loud, noise, 0, 0);
    expect(Math.max(...mixed)).toBeLessThanOrEqual(32_767);
    const along = mixed.reduce((sum, x, i) => sum + x * loud[i]!, 0);
    const softer = along / loud.reduce((sum, x) => sum + x * x, 0);
    const added = mixed.map((x, i) => x - softer * loud[i]!);
    expect(softer).toBeLessThan(0.6);
    expect(10 * Math.log10((softer ** 2 * power(loud)) / power(added))).toBeCloseTo(0, 1);
  });

  it('leaves a recording alone where the noise is silent', () => {
    expect(mixNoise(speech, new Int16Array(10), 0, 3)).toEqual(speech);
  });
});

describe('inNoise', () => {
  it('gives the whole recording in one block, and its warnings', async () => {
    const source = {
      duration: 1,
      warnings: ['cut short'],
      // eslint-disable-next-line @typescript-eslint/require-await
      async *blocks() {
        yield speech.slice(0, 7000);
        yield speech.slice(7000);
      },
    };
    const noisy = inNoise(source, noise, 10, 5);
    const blocks: Int16Array[] = [];
    for await (const block of noisy.blocks()) blocks.push(block);
    expect(blocks).toEqual([mixNoise(speech, noise, 10, 5)]);
    expect([noisy.duration, noisy.warnings]).toEqual([1, ['cut short']]);
  });
});
