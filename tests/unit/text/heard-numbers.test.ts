/**
 * Numbers found in words, against values worked out by hand and against the numbers as they are spoken.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  decimalsAt,
  numberAt,
  ordinalAt,
  ordinalDigits,
  scaleOf,
} from '../../../src/text/heard-numbers';
import { spellCardinal, spellOrdinal, spellYear } from '../../../src/text/spoken-numbers';

const read = (text: string): [string, number, string] | undefined => {
  const found = numberAt(text.split(' '), 0);
  return found && [found.digits, found.end, found.form];
};

describe('numberAt', () => {
  it.each([
    ['five', '5', 1, 'small'],
    ['zero', '0', 1, 'small'],
    ['twenty five people', '25', 2, 'cardinal'],
    ['a hundred', '100', 2, 'article'],
    ['a hundred and fifty', '150', 4, 'cardinal'],
    ['a thousand', '1000', 2, 'article'],
    ['five million', '5000000', 2, 'round'],
    ['one million two hundred thousand and three', '1200003', 7, 'cardinal'],
    ['one hundred and twenty thousand', '120000', 5, 'round'],
    ['one hundred and two hundred', '100', 2, 'cardinal'],
    ['one thousand and two thousand', '1000', 2, 'round'],
    ['two thousand five', '2005', 3, 'cardinal'],
    ['nineteen ninety', '1990', 2, 'pair'],
    ['nineteen o five', '1905', 3, 'pair'],
    ['nineteen hundred and five', '1905', 4, 'pair'],
    ['twenty five hundred', '2500', 3, 'pair'],
    ['twenty twenty four', '2024', 3, 'pair'],
    ['nineteen nineties', '1990', 2, 'decade'],
    ['nine one one', '911', 3, 'single'],
    ['double o seven', '007', 3, 'single'],
    ['five five five one two three four', '5551234', 7, 'single'],
    ['double five', '55', 2, 'single'],
    ['one two', '1', 1, 'small'],
    ['twenty thirty hundred', '20', 1, 'cardinal'],
  ])('reads %j', (text, digits, end, form) => {
    expect(read(text)).toEqual([digits, end, form]);
  });

  it('leaves the digit that begins a larger number', () => {
    expect(read('one two three four hundred')).toEqual(['123', 3, 'single']);
  });

  it.each(['people', 'hundred', 'oh', 'a man', ''])('finds none at %j', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('reads back what spellCardinal and spellYear say', () => {
    for (let n = 0; n < 3_000_000; n = n < 1200 ? n + 1 : Math.floor(n * 1.37) + 7) {
      expect(read(spellCardinal(n))?.[0]).toBe(String(n));
    }
    for (let year = 1101; year < 2100; year++) {
      expect(read(spellYear(year))?.[0]).toBe(String(year));
    }
  });
});

describe('ordinalAt', () => {
  it('reads back what spellOrdinal says', () => {
    for (let n = 1; n < 1000; n++) {
      if (n === 100) continue; // "one hundredth" is read below
      const words = spellOrdinal(n).split(' ');
      expect(ordinalAt(words, 0)).toEqual({ value: n, end: words.length });
    }
    expect(ordinalAt(['one', 'hundredth'], 0)).toEqual({ value: 100, end: 2 });
    expect(ordinalAt(['two', 'thirds'], 0)).toBeUndefined();
  });
});

describe('ordinalDigits', () => {
  it('ends as people write it', () => {
    const written = [1, 2, 3, 4, 11, 12, 13, 21, 22, 33, 100, 112].map(ordinalDigits).join(' ');
    expect(written).toBe('1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 33rd 100th 112th');
  });
});

describe('decimalsAt', () => {
  it('reads digits one by one, or two at once', () => {
    expect(decimalsAt(['point', 'one', 'four', 'x'], 0)).toEqual({ digits: '14', end: 3 });
    expect(decimalsAt(['point', 'o', 'five'], 0)).toEqual({ digits: '05', end: 3 });
    expect(decimalsAt(['point', 'twenty', 'five'], 0)).toEqual({ digits: '25', end: 3 });
    expect(decimalsAt(['point', 'of'], 0)).toBeUndefined();
    expect(decimalsAt(['one', 'two'], 0)).toBeUndefined();
  });
});

describe('scaleOf', () => {
  it('knows thousands and their powers', () => {
    expect([scaleOf('thousand'), scaleOf('million'), scaleOf('cat'), scaleOf()]).toEqual([
      1000,
      1_000_000,
      undefined,
      undefined,
    ]);
  });
});
