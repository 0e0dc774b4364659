/**
 * Transcripts as phones.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePronouncer } from '../../../src/bundle/pronouncer-file';
import { decodePhones } from '../../../src/text/phones';
import { openPhoneLabels } from '../../../src/training/phone-labels';
import { SMALL_PRONOUNCER, drawnWeights } from '../language/g2p/small-network';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-phones-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('openPhoneLabels()', () => {
  it('says each word in its first way, and nothing if one word is unknown', async () => {
    const file = path.join(folder, 'lexicon');
    await writeFile(file, 'a AH0\na(2) EY1\ncat K AE1 T\n');
    const labels = await openPhoneLabels(file);
    expect(decodePhones(labels('a cat'))).toBe('AH K AE T');
    expect(labels('a dog')).toHaveLength(0);
  });

  it('derives a word that the lexicon lacks from one that it has', async () => {
    const file = path.join(folder, 'kitchen');
    await writeFile(file, 'the DH AH0\ncook K UH1 K\n');
    const labels = await openPhoneLabels(file);
    expect(decodePhones(labels("the cook's"))).toBe('DH AH K UH K S');
    expect(decodePhones(labels("the cook's"))).toBe('DH AH K UH K S');
  });

  it('asks a network for a word that nothing else can say', async () => {
    const file = path.join(folder, 'short');
    const network = path.join(folder, 'network');
    const weights = drawnWeights(SMALL_PRONOUNCER, 5);
    await writeFile(file, 'the DH AH0\n');
    await writeFile(network, encodePronouncer({ spec: SMALL_PRONOUNCER, weights }));
    expect((await openPhoneLabels(file))('the saga')).toHaveLength(0);
    const labels = await openPhoneLabels(file, network);
    const phones = decodePhones(labels('the saga'));
    expect(phones).toMatch(/^DH AH [A-Z ]+$/);
    expect(decodePhones(labels('the saga'))).toBe(phones);
    expect(labels('the 42')).toHaveLength(0);
    await expect(openPhoneLabels(file, path.join(folder, 'gone'))).rejects.toThrow(/gone/);
  });

  it('names a lexicon that is not there', async () => {
    await expect(openPhoneLabels(path.join(folder, 'none'))).rejects.toThrow(/Cannot read lexicon/);
  });
});
