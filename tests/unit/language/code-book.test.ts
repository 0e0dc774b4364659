/**
 * One byte for a number.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { CODES, codeBookOf, encodeWith } from '../../../src/language/code-book';

const decoded = (values: Float32Array): number[] => {
  const book = codeBookOf(values);
  return Array.from(encodeWith(book, values), (code) => book[code]!);
};

describe('code book', () => {
  it('keeps few values exactly', () => {
    const values = Float32Array.of(-1.5, 0, -3, -1.5, 2);
    expect(decoded(values)).toEqual([...values]);
  });

  it('stays near many values, and keeps zero', () => {
    const values = Float32Array.from({ length: 10_000 }, (_, i) => (i % 10 === 0 ? 0 : -i / 1000));
    const read = decoded(values);
    values.forEach((value, i) => {
      if (value === 0) expect(read[i]).toBe(0);
      else expect(Math.abs(read[i]! - value)).toBeLessThan(0.05);
    });
  });

  it('takes the nearest entry', () => {
    const book = Float32Array.from({ length: CODES }, (_, i) => i);
    expect([...encodeWith(book, Float32Array.of(-5, 0.4, 0.6, 254.9, 999))]).toEqual([
      0, 0, 1, 255, 255,
    ]);
  });

  it('takes no values', () => {
    expect(codeBookOf(new Float32Array())).toHaveLength(CODES);
  });
});
