/**
 * Runs that take turns.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { alternate, secondsOf } from '../../../src/benchmark/alternate';

describe('alternate()', () => {
  it('warms each up once, takes turns that begin with another one every round, and divides audio by time', async () => {
    const order: string[] = [];
    const contestant = (name: string, seconds: number) => ({
      run: () => {
        order.push(name);
        return Promise.resolve(seconds);
      },
    });
    const spreads = await alternate({ a: contestant('a', 2), b: contestant('b', 4) }, 3, 12);
    expect(order.join('')).toBe('ab' + 'ab' + 'ba' + 'ab');
    expect(spreads).toEqual({
      a: { median: 6, least: 6, most: 6 },
      b: { median: 3, least: 3, most: 3 },
    });
  });
});

describe('secondsOf()', () => {
  it('waits for the work', async () => {
    const seconds = await secondsOf(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(seconds).toBeGreaterThan(0.045);
  });
});
