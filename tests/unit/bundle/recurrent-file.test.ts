/**
 * The file of a recurrent language model: there and back, and hostile files refused.
 * @module
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import {
  decodeRecurrent,
  encodeRecurrent,
  readRecurrent,
} from '../../../src/bundle/recurrent-file';
import { encodeWeights } from '../../../src/bundle/weights-file';
import { scratchFolder } from '../../support/scratch-folder';
import { smallRecurrent } from '../language/recurrent/small-recurrent';

const model = smallRecurrent();
const bytes = Buffer.from(encodeRecurrent(model));
const scratch = scratchFolder();
scratch.write('r.safetensors', bytes);

const withHeader = (recurrent: string, pieces: string): Buffer =>
  Buffer.from(encodeWeights(model.weights, 'F16', { recurrent, pieces }));
const SPEC = JSON.stringify(model.spec);
const PIECES = model.pieces.pieces.join('\n');

describe('decodeRecurrent', () => {
  it('gives the model back, but for the precision', async () => {
    const { spec, pieces, weights } = await readRecurrent(join(scratch.path, 'r.safetensors'));
    expect(spec).toEqual(model.spec);
    expect(pieces.pieces).toEqual(model.pieces.pieces);
    for (const [name, { data }] of Object.entries(weights)) {
      data.forEach((value, i) => {
        expect(value).toBeCloseTo(model.weights[name]!.data[i]!, 3);
      });
    }
  });

  it('refuses a file that is cut anywhere', () => {
    for (let length = 0; length < bytes.length; length += 97) {
      expect(() => decodeRecurrent(bytes.subarray(0, length), 'x')).toThrow(UserError);
    }
  });

  it.each([
    ['another kind of file', Buffer.from(encodeWeights(model.weights, 'F16'))],
    ['sizes that are no JSON', withHeader('{', PIECES)],
    ['huge sizes', withHeader('{"symbols":60000,"vectorSize":1000,"units":1e9}', PIECES)],
    ['other sizes than its arrays', withHeader(SPEC.replace('"units":8', '"units":9'), PIECES)],
    ['too few pieces', withHeader(SPEC, PIECES.slice(0, PIECES.lastIndexOf('\n')))],
    ['pieces that are none', withHeader(SPEC, PIECES.toUpperCase())],
  ])('refuses %s', (_, file) => {
    expect(() => decodeRecurrent(file, 'x')).toThrow(UserError);
  });
});

describe('readRecurrent', () => {
  it('names a file that is missing', async () => {
    await expect(readRecurrent(join(scratch.path, 'gone'))).rejects.toThrow(/gone/);
  });
});
