/**
 * The conditions of the noise test, and what is counted in them.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { hearNoise, noiseConditions } from '../../../src/cli/noise-conditions';
import { recognizerOf } from '../../../src/recognizer/recognizer';
import { loudnessParts } from '../recognizer/loudness-network';
import { babble, concatenated, mixed, noise, silence } from '../recognizer/signals';

describe('noiseConditions', () => {
  it('shares the time among six kinds, three levels, dry and in a room, and silence', async () => {
    const conditions = noiseConditions(3.7, 1);
    expect(conditions).toHaveLength(37);
    expect(new Set(conditions.map(({ name }) => name)).size).toBe(37);
    expect(conditions.map(({ name }) => name)).toContain('typing −15 dBFS, room');
    const lengths = await Promise.all(conditions.map(async (c) => (await c.samples()).length));
    expect(new Set(lengths)).toEqual(new Set([1600]));
  });

  it('makes the same noise for the same seed', async () => {
    const of = async (seed: number): Promise<Int16Array> =>
      noiseConditions(3.7, seed)[5]!.samples();
    expect(await of(2)).toEqual(await of(2));
    expect(await of(3)).not.toEqual(await of(2));
  });
});

describe('hearNoise', () => {
  const recognizer = recognizerOf(loudnessParts());
  const spoken = mixed(concatenated(silence(1), babble(2), silence(1)), noise('white', 4, -75));

  it.each([false, true])('counts the words that are found (stream: %s)', async (stream) => {
    const result = await hearNoise(recognizer, { name: 'x', samples: () => spoken }, stream);
    expect(result).toMatchObject({ name: 'x', seconds: 4 });
    expect(result.words.length).toBeGreaterThan(0);
  });

  it('finds none in silence', async () => {
    const result = await hearNoise(recognizer, { name: 'x', samples: () => silence(2) }, false);
    expect(result.words).toEqual([]);
  });
});
