/**
 * Made noises: loud as asked, the same for the same seed, coloured as their names say.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { levelOf } from '../../../src/audio/level';
import { addRoom, makeNoise, NOISE_KINDS } from '../../../src/audio/made-noise';
import { Random } from '../../../src/base/random';

const make = (kind: (typeof NOISE_KINDS)[number], seed = 1, room = false): Int16Array =>
  makeNoise({ kind, seconds: 2, level: -40, room }, new Random(seed));

/** Mean square of the differences of neighbours over that of the samples: high for bright sounds. */
function brightness(samples: Int16Array): number {
  let change = 0;
  let power = 0;
  for (let i = 1; i < samples.length; i++) {
    change += (samples[i]! - samples[i - 1]!) ** 2;
    power += samples[i]! ** 2;
  }
  return change / power;
}

describe('makeNoise', () => {
  it.each(NOISE_KINDS)('makes %s of the level that is asked for, dry and in a room', (kind) => {
    for (const room of [false, true]) {
      const samples = make(kind, 1, room);
      expect(samples).toHaveLength(32_000);
      expect(levelOf(samples).rms).toBeCloseTo(-40, 1);
    }
  });

  it.each(NOISE_KINDS)('makes the same %s for the same seed only', (kind) => {
    expect(make(kind, 3)).toEqual(make(kind, 3));
    expect(make(kind, 4)).not.toEqual(make(kind, 3));
  });

  it('makes white brighter than pink, pink brighter than brown, and hum darkest but one', () => {
    const [white, pink, brown, hum] = (['white', 'pink', 'brown', 'hum'] as const).map((kind) =>
      brightness(make(kind)),
    );
    expect(white).toBeGreaterThan(1.8);
    expect(pink).toBeLessThan(white! / 2);
    expect(brown).toBeLessThan(pink! / 10);
    expect(hum).toBeLessThan(pink! / 2);
  });

  it('makes clicks and keys that stand out, with silence between them', () => {
    for (const kind of ['clicks', 'typing'] as const) {
      const { rms, peak } = levelOf(make(kind));
      expect(peak - rms).toBeGreaterThan(12);
    }
  });
});

describe('addRoom', () => {
  it('lets a sound ring on and die away', () => {
    const sound = new Float64Array(16_000);
    sound[0] = 1;
    addRoom(sound);
    const energy = (from: number, to: number): number =>
      sound.slice(from, to).reduce((sum, x) => sum + x * x, 0);
    expect(energy(400, 2000)).toBeGreaterThan(0.001);
    const fall = 10 * Math.log10(energy(2000, 4000) / energy(10_000, 12_000));
    // 60 dB in 0.6 s: half a second is 50 dB.
    expect(fall).toBeGreaterThan(40);
    expect(fall).toBeLessThan(60);
  });
});
