/**
 * The file of a speller: there and back, and hostile files refused.
 * @module
 */
import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { UserError } from '../../../src/base/errors';
import { Random } from '../../../src/base/random';
import {
  decodeSpeller,
  encodeSpeller,
  readSpeller,
  SPELLER_FILE_LIMIT,
} from '../../../src/bundle/speller-file';
import { encodeWeights } from '../../../src/bundle/weights-file';
import { initialWeights } from '../../../src/training/initial-weights';
import { scratchFolder } from '../../support/scratch-folder';

const SPEC: AcousticSpec = {
  ...({ kind: 'recurrent', cell: 'gru', bidirectional: true } as const),
  ...{ inputSize: 6, units: 3, layers: 2, classes: 29 },
};
const weights = initialWeights(SPEC, new Random(2));
const bytes = Buffer.from(encodeSpeller({ spec: SPEC, weights }));

function claiming(change: object): Buffer {
  return Buffer.from(
    encodeWeights(weights, 'F16', { speller: JSON.stringify({ ...SPEC, ...change }) }),
  );
}

describe('decodeSpeller()', () => {
  it('gives the speller back, but for the precision', () => {
    const found = decodeSpeller(bytes, 'x');
    expect(found.spec).toEqual(SPEC);
    expect(Object.keys(found.weights)).toEqual(Object.keys(weights));
    for (const [name, { data }] of Object.entries(found.weights)) {
      for (const [i, value] of data.entries()) {
        expect(value).toBeCloseTo(weights[name]!.data[i]!, 3);
      }
    }
  });

  it('refuses a file that is cut anywhere', () => {
    for (let length = 0; length < bytes.length; length += 97) {
      expect(() => decodeSpeller(bytes.subarray(0, length), 'x')).toThrow(UserError);
    }
  });

  it.each([
    ['nothing of a speller', Buffer.from(encodeWeights(weights, 'F16'))],
    ['sizes that are no JSON', Buffer.from(encodeWeights(weights, 'F16', { speller: '{' }))],
    ['other letters', claiming({ classes: 30 })],
    ['phones', claiming({ phones: 4 })],
    ['an unknown cell', claiming({ cell: 'toString' })],
    ['huge layers', claiming({ units: 1e9 })],
    ['layers that are not there', claiming({ layers: 3 })],
  ])('refuses %s', (_, file) => {
    expect(() => decodeSpeller(file, 'x')).toThrow(UserError);
  });
});

describe('readSpeller()', () => {
  const scratch = scratchFolder();

  it('reads what was written, and refuses a file that is missing or too large', async () => {
    const file = path.join(scratch.path, 'speller.safetensors');
    await expect(readSpeller(file)).rejects.toThrow('Cannot read speller');
    writeFileSync(file, bytes);
    expect((await readSpeller(file)).spec).toEqual(SPEC);
    truncateSync(file, SPELLER_FILE_LIMIT + 1);
    await expect(readSpeller(file)).rejects.toThrow('larger than 64 MiB');
  });
});
