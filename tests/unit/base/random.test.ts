/**
 * Seeded random numbers.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';

function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

describe('Random', () => {
  it('gives the published values of mulberry32', () => {
    // Computed from Tommy Ettinger's C definition for seed 1.
    const random = new Random(1);
    expect(draws(3, () => random.next() * 2 ** 32)).toEqual([2693262067, 11749833, 2265367787]);
  });

  it('gives the same numbers for the same seed and others for another', () => {
    const [a, b, c] = [new Random(7), new Random(7), new Random(8)];
    const first = draws(20, () => a.next());
    expect(draws(20, () => b.next())).toEqual(first);
    expect(draws(20, () => c.next())).not.toEqual(first);
  });

  it('goes on from a kept state', () => {
    const random = new Random(3);
    draws(5, () => random.next());
    const resumed = new Random(random.state);
    expect(draws(5, () => resumed.next())).toEqual(draws(5, () => random.next()));
  });

  it('takes negative seeds as 32-bit integers', () => {
    expect(new Random(-1).next()).toBe(new Random(0xffffffff).next());
  });

  it('is uniform from 0 to below 1', () => {
    const random = new Random(5);
    const values = draws(20_000, () => random.next());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(meanOf(values)).toBeCloseTo(0.5, 1);
    expect(meanOf(values.map((v) => v * v))).toBeCloseTo(1 / 3, 1);
  });

  it('draws every integer below the limit about equally often', () => {
    const random = new Random(11);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 12_000; i++) counts[random.integer(6)]! += 1;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('draws normal numbers of mean 0 and deviation 1', () => {
    const random = new Random(13);
    const values = draws(20_000, () => random.normal());
    expect(Math.abs(meanOf(values))).toBeLessThan(0.03);
    expect(meanOf(values.map((v) => v * v))).toBeCloseTo(1, 1);
    const within = values.filter((v) => Math.abs(v) < 1).length / values.length;
    expect(within).toBeCloseTo(0.6827, 1);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('shuffles in place, loses nothing, and reaches every order', () => {
    const random = new Random(17);
    const orders = new Set<string>();
    for (let i = 0; i < 500; i++) {
      const items = ['a', 'b', 'c', 'd'];
      expect(random.shuffle(items)).toBe(items);
      expect([...items].sort()).toEqual(['a', 'b', 'c', 'd']);
      orders.add(items.join(''));
    }
    expect(orders.size).toBe(24);
  });
});
