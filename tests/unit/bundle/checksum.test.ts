/**
 * Checksums against SHA-256's published example.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { checksumOf, checksumsOf } from '../../../src/bundle/checksum';

/** FIPS 180-4, example of one block. */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('checksumOf() and checksumsOf()', () => {
  it('are SHA-256 in hexadecimal, by name', () => {
    const abc = Buffer.from('abc');
    expect(checksumOf(abc)).toBe(ABC);
    expect(checksumsOf({ a: abc })).toEqual({ a: ABC });
    expect(checksumsOf({})).toEqual({});
  });
});
