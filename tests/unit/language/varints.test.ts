/**
 * Numbers there and back.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { varintBytes, VarintReader, VarintWriter } from '../../../src/language/varints';

describe('varints', () => {
  it('give back any numbers in as many bytes as they say', () => {
    const number = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffff_ffff }));
    fc.assert(
      fc.property(fc.array(number), (numbers) => {
        const size = numbers.reduce((sum, n) => sum + varintBytes(n), 0);
        const writer = new VarintWriter(new Uint8Array(size));
        for (const n of numbers) writer.put(n);
        expect(writer.at).toBe(size);
        const reader = new VarintReader(writer.bytes);
        expect(numbers.map(() => reader.next())).toEqual(numbers);
        expect(reader.isAtEnd).toBe(true);
      }),
    );
  });

  it('tell when the bytes end too soon', () => {
    const reader = new VarintReader(Uint8Array.of(0x80));
    expect(reader.next()).toBe(0);
    expect(reader.isAtEnd).toBe(false);
  });
});
