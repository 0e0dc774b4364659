/**
 * The newest samples, in order, however they come in.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RingBuffer } from '../../../src/audio/ring-buffer';

describe('RingBuffer', () => {
  it('holds the newest samples, oldest first, whatever the blocks', () => {
    const blocks = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 20 }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), blocks, (capacity, written) => {
        const ring = new RingBuffer(capacity);
        for (const block of written) ring.write(Int16Array.from(block));
        const expected = written.flat().slice(-capacity);
        expect([...ring.read()]).toEqual(expected);
        expect(ring).toHaveLength(expected.length);
      }),
    );
  });

  it('is empty after clear(), and can be filled again', () => {
    const ring = new RingBuffer(4);
    ring.write(Int16Array.of(1, 2, 3, 4, 5));
    ring.clear();
    expect([...ring.read()]).toEqual([]);
    ring.write(Int16Array.of(6));
    expect([...ring.read()]).toEqual([6]);
  });

  it('read() gives a copy', () => {
    const ring = new RingBuffer(2);
    ring.write(Int16Array.of(1, 2));
    ring.read().fill(9);
    expect([...ring.read()]).toEqual([1, 2]);
  });

  it.each([0, -1, 1.5, NaN])('throws a RangeError for a capacity of %d', (capacity) => {
    expect(() => new RingBuffer(capacity)).toThrow(RangeError);
  });
});
