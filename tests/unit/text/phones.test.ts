/**
 * Phones and their numbers.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PHONES, decodePhones, encodePhones, phoneNumber } from '../../../src/text/phones';

describe('PHONES', () => {
  it('are 39 different ones in alphabetical order', () => {
    expect(PHONES).toHaveLength(39);
    expect([...new Set(PHONES)].sort()).toEqual(PHONES);
  });
});

describe('encodePhones', () => {
  it('numbers phones with or without stress', () => {
    expect([...encodePhones('AA  ZH AH0 AH1')]).toEqual([0, 38, 2, 2]);
    expect(encodePhones('')).toHaveLength(0);
  });

  it.each(['aa', 'XX', 'AA3', 'A'])('refuses %j and names it', (phone) => {
    expect(() => encodePhones(`B ${phone}`)).toThrow(RangeError);
    expect(() => encodePhones(`B ${phone}`)).toThrow(JSON.stringify(phone));
    expect(phoneNumber(phone)).toBeUndefined();
  });
});

describe('decodePhones', () => {
  it('undoes encodePhones', () => {
    const text = PHONES.join(' ');
    expect(decodePhones(encodePhones(text))).toBe(text);
  });
});
