/**
 * Letters and their numbers.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { LETTERS, decode, encode } from '../../../src/text/alphabet';

describe('LETTERS', () => {
  it('are 28 different ones, in the order that models are trained with', () => {
    expect(LETTERS).toHaveLength(28);
    expect(LETTERS.join('')).toBe("abcdefghijklmnopqrstuvwxyz' ");
  });
});

describe('encode', () => {
  it('numbers letters, apostrophe and space', () => {
    expect([...encode("az' b")]).toEqual([0, 25, 26, 27, 1]);
    expect(encode('')).toHaveLength(0);
  });

  it.each(['A', 'é', '-', '\n', '😀', '1'])('refuses %j and names it', (letter) => {
    expect(() => encode(`ab${letter}`)).toThrow(RangeError);
    expect(() => encode(`ab${letter}`)).toThrow(JSON.stringify(letter));
  });
});

describe('decode', () => {
  it('undoes encode', () => {
    const text = LETTERS.join('');
    expect(decode(encode(text))).toBe(text);
  });

  it('leaves out numbers that are no letter, the blank among them', () => {
    expect(decode([7, 28, 8, -1])).toBe('hi');
  });
});
