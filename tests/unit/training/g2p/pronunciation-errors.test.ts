/**
 * Error rates of pronunciations.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { encodePhones } from '../../../../src/text/phones';
import { pronunciationErrors } from '../../../../src/training/g2p/pronunciation-errors';

const LISTED = new Map([
  ['a', ['AH', 'EY'].map(encodePhones)],
  ['cat', [encodePhones('K AE T')]],
  ['data', ['D EY T AH', 'D AE T AH'].map(encodePhones)],
]);

describe('pronunciationErrors()', () => {
  it('takes any listed way for right, and counts phones against the nearest', () => {
    const said = new Map([
      ['a', encodePhones('EY')],
      ['cat', encodePhones('K AH T S')],
      ['data', encodePhones('D AE T AH')],
    ]);
    expect(pronunciationErrors(LISTED, said)).toEqual({
      words: 3,
      phones: 8,
      phoneErrorRate: 2 / 8,
      wordErrorRate: 1 / 3,
    });
  });

  it('counts every phone of a word that was not said', () => {
    const { phoneErrorRate, wordErrorRate } = pronunciationErrors(LISTED, new Map());
    expect([phoneErrorRate, wordErrorRate]).toEqual([1, 1]);
  });
});
