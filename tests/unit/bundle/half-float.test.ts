/**
 * binary16 against its definition.
 * @module
 */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fromHalf, halfTable, toHalf } from '../../../src/bundle/half-float';

describe('toHalf() and fromHalf()', () => {
  it('give every one of the 65536 halves back', () => {
    for (let half = 0; half < 0x10000; half++) {
      const value = fromHalf(half);
      if (Number.isNaN(value)) expect(Number.isNaN(fromHalf(toHalf(value)))).toBe(true);
      else expect(toHalf(value)).toBe(half);
    }
  });

  it.each([
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Infinity],
  ])('half %i is %d (IEEE 754)', (half, value) => {
    expect(fromHalf(half)).toBe(value);
  });

  it('halfTable() has all of them', () => {
    const table = halfTable();
    expect(table).toHaveLength(0x10000);
    for (let half = 0; half < 0x10000; half++) {
      if (!Object.is(table[half], fromHalf(half))) expect(table[half]).toBe(fromHalf(half));
    }
  });

  it('rounds to the nearest half, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ min: -60000, max: 60000, noNaN: true }), (value) => {
        const half = toHalf(value);
        const error = Math.abs(fromHalf(half) - value);
        for (const other of [half - 1, half + 1]) {
          const neighbour = fromHalf(other & 0xffff);
          if (Number.isFinite(neighbour)) {
            expect(error).toBeLessThanOrEqual(Math.abs(neighbour - value));
          }
        }
      }),
    );
    expect(toHalf(1 + 2 ** -11)).toBe(0x3c00);
    expect(toHalf(1 + 3 * 2 ** -11)).toBe(0x3c02);
  });
});
