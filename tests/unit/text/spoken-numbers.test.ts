/**
 * Numbers in words.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  spellCardinal,
  spellNumbers,
  spellOrdinal,
  spellYear,
} from '../../../src/text/spoken-numbers';

describe('spellCardinal', () => {
  it.each([
    [0, 'zero'],
    [19, 'nineteen'],
    [40, 'forty'],
    [99, 'ninety nine'],
    [100, 'one hundred'],
    [342, 'three hundred and forty two'],
    [1001, 'one thousand and one'],
    [12_000_340, 'twelve million three hundred and forty'],
    [2_000_000_000, 'two billion'],
  ])('says %d as %s', (n, words) => {
    expect(spellCardinal(n)).toBe(words);
  });

  it.each([-1, 1.5, 1e15, NaN])('refuses %d', (n) => {
    expect(() => spellCardinal(n)).toThrow(RangeError);
  });
});

describe('spellOrdinal', () => {
  it.each([
    [1, 'first'],
    [12, 'twelfth'],
    [20, 'twentieth'],
    [23, 'twenty third'],
    [100, 'one hundredth'],
  ])('says %d as %s', (n, words) => {
    expect(spellOrdinal(n)).toBe(words);
  });
});

describe('spellYear', () => {
  it.each([
    [1776, 'seventeen seventy six'],
    [1900, 'nineteen hundred'],
    [1905, 'nineteen o five'],
    [2000, 'two thousand'],
    [2009, 'two thousand and nine'],
    [2017, 'twenty seventeen'],
  ])('says %d as %s', (year, words) => {
    expect(spellYear(year)).toBe(words);
  });
});

describe('spellNumbers', () => {
  const spoken = (text: string): string => spellNumbers(text).replace(/ +/g, ' ').trim();

  it.each([
    ['in 1843', 'in eighteen forty three'],
    ['1,843 men', 'one thousand eight hundred and forty three men'],
    ['the 9th', 'the ninth'],
    ['3.14', 'three point one four'],
    ['$1 or $50', 'one dollar or fifty dollars'],
    ['5%', 'five percent'],
    ['the 1920s', 'the nineteen twenties'],
    ['at 11:30', 'at eleven thirty'],
    ['at 9:05', 'at nine o five'],
    ['at 10:00', "at ten o'clock"],
    ['agent 007', 'agent zero zero seven'],
    [
      '1234567890123456',
      'one two three four five six seven eight nine zero one two three four five six',
    ],
    ['no digits', 'no digits'],
  ])('reads "%s" as "%s"', (text, words) => {
    expect(spoken(text)).toBe(words);
  });
});
