/**
 * Tests of scripts/setup/checksum.mjs.
 * @module
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checksumOf,
  isSealed,
  mustMatch,
  sealFolder,
} from '../../../../scripts/setup/checksum.mjs';

/** SHA-256 of "abc", from FIPS 180-2. */
const ABC_SHA256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
/** SHA-512 of "abc", from FIPS 180-2. */
const ABC_SHA512 =
  'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
  '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f';

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'skald-checksum-')), 'file');
  writeFileSync(file, text);
  return file;
}

describe('checksumOf', () => {
  it('equals the published values', async () => {
    expect(await checksumOf(fileWith('abc'))).toBe(ABC_SHA256);
    expect(await checksumOf(fileWith('abc'), 'sha512')).toBe(ABC_SHA512);
  });
});

describe('mustMatch', () => {
  it('tells the algorithm by the length', async () => {
    await mustMatch(fileWith('abc'), ABC_SHA256);
    await mustMatch(fileWith('abc'), ABC_SHA512);
  });

  it('deletes a file that differs, so that it is fetched again', async () => {
    const file = fileWith('abd');
    await expect(mustMatch(file, ABC_SHA256)).rejects.toThrow(/instead of ba7816bf/);
    expect(existsSync(file)).toBe(false);
  });
});

describe('isSealed', () => {
  it('notices a changed, a missing and a never completed file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skald-sealed-'));
    writeFileSync(join(folder, 'a'), 'one');
    expect(await isSealed(folder)).toBe(false);
    await sealFolder(folder, ['a']);
    expect(await isSealed(folder)).toBe(true);
    writeFileSync(join(folder, 'a'), 'two');
    expect(await isSealed(folder)).toBe(false);
    rmSync(join(folder, 'a'));
    expect(await isSealed(folder)).toBe(false);
  });
});
