/**
 * A pronunciation network as a file, whole and hostile.
 * @module
 */
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { toHalf, fromHalf } from '../../../src/bundle/half-float';
import {
  decodePronouncer,
  encodePronouncer,
  readPronouncer,
} from '../../../src/bundle/pronouncer-file';
import { encodeWeights } from '../../../src/bundle/weights-file';
import { SMALL_PRONOUNCER, drawnWeights } from '../language/g2p/small-network';

const WEIGHTS = drawnWeights(SMALL_PRONOUNCER, 1);
const bytes = (): Buffer =>
  Buffer.from(encodePronouncer({ spec: SMALL_PRONOUNCER, weights: WEIGHTS }));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-pronouncer-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('encodePronouncer() and decodePronouncer()', () => {
  it('give sizes and weights back, in half precision', () => {
    const { spec, weights } = decodePronouncer(bytes(), 'f');
    expect(spec).toEqual(SMALL_PRONOUNCER);
    for (const [name, { shape, data }] of Object.entries(WEIGHTS)) {
      expect(weights[name]!.shape).toEqual(shape);
      expect(weights[name]!.data).toEqual(data.map((v) => fromHalf(toHalf(v))));
    }
  });
});

describe('decodePronouncer() refuses', () => {
  const withSpec = (spec: unknown): Buffer =>
    Buffer.from(encodeWeights(WEIGHTS, 'F16', { pronouncer: JSON.stringify(spec) }));

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half of a file', bytes().subarray(0, bytes().length >> 1)],
    ['other weights', Buffer.from(encodeWeights(WEIGHTS, 'F16'))],
    ['sizes that do not fit', withSpec({ ...SMALL_PRONOUNCER, decoderUnits: 8 })],
    ['a claim of more than there can be', withSpec({ ...SMALL_PRONOUNCER, decoderUnits: 1e9 })],
    ['a claim of a thousand times the file', withSpec({ ...SMALL_PRONOUNCER, decoderUnits: 1024 })],
    ['sizes that are no JSON', Buffer.from(encodeWeights(WEIGHTS, 'F16', { pronouncer: '{' }))],
  ])('%s', (_, file) => {
    expect(() => decodePronouncer(file, 'f')).toThrow(UserError);
  });
});

describe('readPronouncer()', () => {
  it('reads a file', async () => {
    const file = path.join(folder, 'whole');
    await writeFile(file, bytes());
    expect((await readPronouncer(file)).spec).toEqual(SMALL_PRONOUNCER);
  });

  it('refuses a file that is not there, and one that is too large, without reading it', async () => {
    await expect(readPronouncer(path.join(folder, 'none'))).rejects.toThrow(/Cannot read/);
    const huge = path.join(folder, 'huge');
    await writeFile(huge, '');
    await truncate(huge, 2 ** 33);
    await expect(readPronouncer(huge)).rejects.toThrow(/larger than/);
  });
});
