/**
 * Weights on disk: what is written is read, and hostile files are refused before memory is taken for them.
 * @module
 */
import { truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import {
  decodeWeights,
  encodeWeights,
  readWeights,
  weightsMetadata,
} from '../../../src/bundle/weights-file';
import { scratchFolder } from '../../support/scratch-folder';

const scratch = scratchFolder();
const WEIGHTS = {
  a: { shape: [2, 2], data: Float32Array.of(1, -2, 0.5, 3) },
  b: { shape: [3], data: Float32Array.of(0.25, 0, -1) },
};
const SHAPES = { a: [2, 2], b: [3] };

/** A file with this header and so many bytes of data. */
function file(header: unknown, dataBytes: number, claimed?: bigint): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed ?? BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}
const entry = (change: object): object => ({
  x: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...change },
});

describe('encodeWeights() and decodeWeights()', () => {
  it.each(['F16', 'F32'] as const)('give the numbers back in %s', (precision) => {
    const bytes = Buffer.from(encodeWeights(WEIGHTS, precision));
    expect(decodeWeights(bytes, SHAPES, 'here')).toEqual(WEIGHTS);
  });
});

describe('encodeWeights() and decodeWeights() in 8 bits', () => {
  const bytes = Buffer.from(encodeWeights(WEIGHTS, 'I8'));
  /** The file with another header of the same length, and so the same data. */
  const changed = (from: string, to: string): Buffer => {
    const text = bytes.toString('latin1');
    expect(text).toContain(from);
    return Buffer.from(text.replace(from, to), 'latin1');
  };

  it('keep matrices within half a step of their columns, and vectors in 16 bits', () => {
    const { a, b } = decodeWeights(bytes, SHAPES, 'here');
    expect(b).toEqual(WEIGHTS.b);
    // Column maxima are 1 and 3.
    a!.data.forEach((value, i) => {
      expect(Math.abs(value - WEIGHTS.a.data[i]!)).toBeLessThan((i % 2 === 0 ? 1 : 3) / 127 / 2);
    });
    expect(bytes.length).toBeLessThan(encodeWeights(WEIGHTS, 'F32').length + 100);
  });

  it.each([
    ['no scales', 'a/scales', 'a/scalex', 'lack a/scales'],
    ['scales of another shape', '"shape":[2],', '"shape":[3],', 'a/scales the shape'],
    ['scales in 8 bits', '"F32","shape":[2]', '"I8" ,"shape":[2]', 'truncated at a/scales'],
    [
      'a vector in 8 bits',
      '"F16","shape":[3],"data_offsets":[12,18]',
      '"I8","shape":[3],"data_offsets":[12,15] ',
      'only matrices',
    ],
    ['a matrix that is too long', '"data_offsets":[0,4]', '"data_offsets":[0,9]', 'truncated at a'],
  ])('refuse %s', (_, from, to, message) => {
    expect(() => decodeWeights(changed(from, to), SHAPES, 'here')).toThrow(message);
  });

  it('refuse a scale that is not finite, and one that makes a number infinite', () => {
    for (const scale of [NaN, 3e38]) {
      const broken = Buffer.from(bytes);
      broken.writeFloatLE(scale, bytes.length - 6 - 8);
      expect(() => decodeWeights(broken, SHAPES, 'here')).toThrow('not finite');
    }
  });
});

describe('weightsMetadata()', () => {
  it('gives a text of the header, beside which the weights are as they were', () => {
    const bytes = Buffer.from(encodeWeights(WEIGHTS, 'F32', { sizes: 'small' }));
    expect(weightsMetadata(bytes, 'sizes', 'here')).toBe('small');
    expect(weightsMetadata(bytes, 'toString', 'here')).toBeUndefined();
    expect(decodeWeights(bytes, SHAPES, 'here')).toEqual(WEIGHTS);
    expect(weightsMetadata(Buffer.from(encodeWeights(WEIGHTS, 'F32')), 'sizes', 'here')).toBe(
      undefined,
    );
  });

  it.each([{ __metadata__: 5 }, { __metadata__: null }, { __metadata__: { sizes: 5 } }])(
    'takes %j for none',
    (header) => {
      expect(weightsMetadata(file(header, 0), 'sizes', 'here')).toBeUndefined();
    },
  );

  it('refuses a file without a header', () => {
    expect(() => weightsMetadata(Buffer.alloc(7), 'sizes', 'here')).toThrow(UserError);
  });
});

describe('decodeWeights() refuses', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['seven bytes', Buffer.alloc(7)],
    ['a header longer than the file', file('{}', 0, 1000n)],
    ['a header of 2⁶³ bytes', file('{}', 0, 2n ** 63n)],
    ['a header that is not JSON', file('{', 8)],
    ['a header that is null', file('null', 8)],
    ['a missing weight', file({}, 8)],
    ['another shape', file(entry({ shape: [3] }), 8)],
    ['a negative size', file(entry({ shape: [-2] }), 8)],
    ['a size beyond the file', file(entry({ data_offsets: [0, 8e9] }), 8)],
    ['offsets behind the end', file(entry({ data_offsets: [100, 108] }), 8)],
    ['offsets that are no numbers', file(entry({ data_offsets: ['0', 8] }), 8)],
    ['an unknown number format', file(entry({ dtype: 'F64' }), 8)],
    ['truncated data', file(entry({}), 7)],
    ['a prototype for a weight', file('{"__proto__": {"dtype": "F32"}}', 8)],
  ])('%s', (_, bytes) => {
    expect(() => decodeWeights(bytes, { x: [2] }, 'here')).toThrow(UserError);
  });

  it('a claimed terabyte at once, and takes no memory for it', () => {
    const count = 2 ** 38; // of 32 bits: 1 TiB
    const claims = file(entry({ shape: [count], data_offsets: [0, 4 * count] }), 8);
    const before = process.memoryUsage();
    const started = performance.now();
    expect(() => decodeWeights(claims, { x: [count] }, 'here')).toThrow(/truncated at x/);
    expect(performance.now() - started).toBeLessThan(1000);
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1e6);
    expect(after.rss - before.rss).toBeLessThan(1e8);
  });

  it.each([NaN, Infinity])('a weight of %s', (value) => {
    const bytes = file(entry({}), 8);
    bytes.writeFloatLE(value, bytes.length - 4);
    expect(() => decodeWeights(bytes, { x: [2] }, 'here')).toThrow(/not finite/);
  });
});

describe('readWeights()', () => {
  it('refuses a file of a terabyte unread', async () => {
    const large = scratch.write('large.safetensors', '');
    truncateSync(large, 2 ** 40); // sparse: it takes no room
    const started = performance.now();
    await expect(readWeights(large, { x: [2] })).rejects.toThrow(/larger than 512 MiB/);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('says that a missing file is missing', async () => {
    await expect(readWeights('/nowhere/w.safetensors', {})).rejects.toThrow(/are missing/);
  });
});
