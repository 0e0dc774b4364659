/**
 * Sizes of the network, from code and from files.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  LONGEST_WORD,
  isPronounceable,
  parsePronouncerSpec,
  pronouncerShapes,
  under,
} from '../../../../src/language/g2p/pronouncer-spec';
import { SMALL_PRONOUNCER } from './small-network';

describe('parsePronouncerSpec()', () => {
  it('takes the sizes and nothing else', () => {
    expect(parsePronouncerSpec({ ...SMALL_PRONOUNCER, more: 1 })).toEqual(SMALL_PRONOUNCER);
  });

  it.each([
    null,
    [],
    'small',
    { ...SMALL_PRONOUNCER, embedding: 0 },
    { ...SMALL_PRONOUNCER, encoderUnits: 1e9 },
    { ...SMALL_PRONOUNCER, attentionUnits: 2.5 },
    { ...SMALL_PRONOUNCER, decoderUnits: '7' },
  ])('refuses %j', (value) => {
    expect(() => parsePronouncerSpec(value)).toThrow(RangeError);
  });
});

describe('pronouncerShapes()', () => {
  it('names both directions of the encoder and one of each decoder', () => {
    const shapes = pronouncerShapes(SMALL_PRONOUNCER);
    expect(shapes['encoder/forward/kernel']).toEqual([4, 15]);
    expect(shapes['encoder/backward/recurrent']).toEqual([5, 15]);
    expect(shapes['first/forward/kernel']).toEqual([4, 21]);
    expect(shapes['second/forward/kernel']).toEqual([17, 21]);
    expect(shapes['attention/key']).toEqual([10, 6]);
    expect(shapes['output/kernel']).toEqual([17, 40]);
    expect(shapes).not.toHaveProperty('second/backward/kernel');
  });
});

describe('isPronounceable()', () => {
  it.each(['a', "o'clock", 'z'.repeat(LONGEST_WORD)])('%s', (word) => {
    expect(isPronounceable(word)).toBe(true);
  });

  it.each(['', "'", 'A', 'two words', 'é', '4', 'z'.repeat(LONGEST_WORD + 1), '<unk>'])(
    'not %j',
    (word) => {
      expect(isPronounceable(word)).toBe(false);
    },
  );
});

describe('under()', () => {
  it('gives what stands below a prefix', () => {
    expect(under({ 'a/b': 1, 'a/c/d': 2, ab: 3 }, 'a')).toEqual({ b: 1, 'c/d': 2 });
  });
});
