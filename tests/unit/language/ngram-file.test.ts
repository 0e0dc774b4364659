/**
 * Model files: there and back, and whatever else somebody calls a model.
 * @module
 */
import fc from 'fast-check';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { encodeNgrams, HEADER_BYTES } from '../../../src/language/ngram-encoding';
import { decodeNgrams, readNgramFile, writeNgramFile } from '../../../src/language/ngram-file';
import { inFolder, modelOf, SENTENCES } from './tiny-model';

describe('model files', () => {
  it.each([1, 2, 3, 5])('give back a model of order %d', (order) => {
    const { words, layers } = modelOf(SENTENCES, order);
    const model = { words, layers };
    // A small model has few different values, which its code books keep exactly.
    expect(decodeNgrams(encodeNgrams(model), 'm')).toEqual(model);
  });

  it('are written whole or not at all', async () => {
    await inFolder(async (folder) => {
      const { words, layers } = modelOf(SENTENCES, 3);
      const model = { words, layers };
      const file = join(folder, 'm.bin');
      const bytes = await writeNgramFile(file, model);
      expect(bytes).toBe(encodeNgrams(model).length);
      expect(existsSync(`${file}.partial`)).toBe(false);
      expect(await readNgramFile(file)).toEqual(model);
      await expect(writeNgramFile(join(folder, 'no', 'm.bin'), model)).rejects.toThrow(
        'cannot write',
      );
    });
  });

  it('are refused when missing or something else', async () => {
    await expect(readNgramFile('/nowhere/m.bin')).rejects.toThrow('is missing');
    await inFolder(async (folder) => {
      const file = join(folder, 'm.bin');
      writeFileSync(file, `not a model, but ${'long enough to hold a header of one '.repeat(4)}`);
      await expect(readNgramFile(file)).rejects.toThrow(`${file} is not a language model`);
    });
  });
});

describe('decodeNgrams', () => {
  const whole = encodeNgrams(modelOf(SENTENCES, 3));
  const changed = (at: number, value: number): Uint8Array => {
    const copy = Buffer.from(whole);
    copy.writeUInt32LE(value, at);
    return copy;
  };

  it.each([
    ['order', 8, 6, 'the order 6'],
    ['size of the word list', 12, 0xffffffff, 'where its header announces'],
    ['number of trigrams', 24, 0xfffffff0, 'where its header announces'],
  ])('refuses a wrong %s before it takes memory', (_, at, value, message) => {
    expect(() => decodeNgrams(changed(at, value), 'm')).toThrow(message);
  });

  it('refuses numbers that are not finite', () => {
    const listBytes = Buffer.from(whole).readUInt32LE(12);
    expect(() => decodeNgrams(changed(HEADER_BYTES + listBytes, 0x7fc00000), 'm')).toThrow(
      'not finite',
    );
  });

  it('refuses any truncation', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        expect(() => decodeNgrams(whole.slice(0, length), 'm')).toThrow(UserError);
      }),
    );
  });

  it('refuses damage or gives a model, but never fails otherwise', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const copy = Uint8Array.from(whole);
        copy[at] = value;
        try {
          const { words, layers } = decodeNgrams(copy, 'm');
          for (const layer of layers) {
            for (const word of layer.words) expect(word).toBeLessThan(words.length);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});
