/**
 * The file of the tagger: there and back, and hostile files refused.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { decodePunctuation, encodePunctuation } from '../../../src/bundle/punctuation-file';
import { encodeWeights } from '../../../src/bundle/weights-file';
import { PunctuationTagger } from '../../../src/language/punctuation-tagger';
import { SMALL_SPEC, smallWeights } from '../language/small-punctuation';

const bytes = Buffer.from(encodePunctuation(SMALL_SPEC, smallWeights()));
const WORDS = ['who', 'runs', 'there'];

function withSizes(...sizes: number[]): Buffer {
  const array = { shape: [sizes.length], data: Float32Array.from(sizes) };
  return Buffer.from(encodeWeights({ sizes: array }, 'F32'));
}

describe('decodePunctuation', () => {
  it('gives the tagger back, but for the precision', () => {
    const tagger = decodePunctuation(bytes, 'x');
    expect(tagger.spec).toEqual(SMALL_SPEC);
    const expected = new PunctuationTagger(SMALL_SPEC, smallWeights()).logits(WORDS);
    tagger.logits(WORDS).forEach((row, i) => {
      row.forEach((value, c) => {
        expect(value).toBeCloseTo(expected[i]![c]!, 2);
      });
    });
  });

  it('refuses a file that is cut anywhere', () => {
    for (let length = 0; length < bytes.length; length += 97) {
      expect(() => decodePunctuation(bytes.subarray(0, length), 'x')).toThrow(UserError);
    }
  });

  it.each([
    ['no sizes', withSizes()],
    ['huge rows', withSizes(1e9, 1, 1, 1)],
    ['rows that are no whole number', withSizes(1.5, 1, 1, 1)],
    ['no rows', withSizes(0, 1, 1, 1)],
    ['large vectors', withSizes(1, 1, 1e6, 1)],
    ['sizes without the arrays', withSizes(60_000, 60_000, 512, 512)],
    ['text', Buffer.from('{"sizes": [1, 2, 3]}')],
  ])('refuses %s', (_, file) => {
    expect(() => decodePunctuation(file, 'x')).toThrow(UserError);
  });
});

describe('encodePunctuation', () => {
  it('refuses a size that half precision changes', () => {
    const spec = { ...SMALL_SPEC, wordRows: 4099 };
    const weights = { ...smallWeights(), table: new Float32Array((4099 + 22) * 6) };
    expect(() => encodePunctuation(spec, weights)).toThrow('wordRows');
  });
});
