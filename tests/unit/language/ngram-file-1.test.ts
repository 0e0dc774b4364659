/**
 * Files of the first format: what they hold, and damage.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { decodeNgrams } from '../../../src/language/ngram-file';
import { decodeFirstFormat } from '../../../src/language/ngram-file-1';

/** A bigram model of four words, by hand: `<s> a` and `a </s>`. */
function firstFormat(): Buffer {
  const list = Buffer.from('</s>\n<s>\n<unk>\na');
  const header = Buffer.alloc(36);
  header.write('SKALDNG1', 'latin1');
  [2, list.length, 4, 2].forEach((n, i) => header.writeUInt32LE(n, 8 + 4 * i));
  const floats = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
  const narrow = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
  const book = new Float32Array(256).fill(-0.25);
  book[0] = -0.5;
  return Buffer.concat([
    header,
    list,
    floats(-1, -99, -3, -2),
    floats(0, -0.75, 0, -1.25),
    narrow(0, 1, 0, 1),
    Buffer.from(book.buffer),
    narrow(3, 0),
    Buffer.of(0, 1),
  ]);
}

describe('decodeFirstFormat', () => {
  it('reads what earlier versions wrote', () => {
    const model = decodeNgrams(firstFormat(), 'm');
    expect(model.words).toEqual(['</s>', '<s>', '<unk>', 'a']);
    expect([...model.layers[0]!.backOff]).toEqual([0, -0.75, 0, -1.25]);
    expect([...model.layers[0]!.children]).toEqual([0, 0, 1, 1, 2]);
    expect([...model.layers[1]!.words]).toEqual([3, 0]);
    expect([...model.layers[1]!.logProb]).toEqual([-0.5, -0.25]);
  });

  it('refuses damage or gives a model, but never fails otherwise', () => {
    const whole = firstFormat();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, value, isCut) => {
        const copy = Uint8Array.from(isCut ? whole.subarray(0, at) : whole);
        if (!isCut) copy[at] = value;
        try {
          decodeFirstFormat(copy, 'm');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});
