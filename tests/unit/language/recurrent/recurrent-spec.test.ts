/**
 * Sizes of a recurrent language model from a file.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  lstmWeights,
  parseRecurrentSpec,
  recurrentShapes,
} from '../../../../src/language/recurrent/recurrent-spec';

const SPEC = { symbols: 100, vectorSize: 4, units: 6 };

describe('parseRecurrentSpec', () => {
  it('takes sizes and nothing else', () => {
    expect(parseRecurrentSpec({ ...SPEC, more: 1 })).toEqual(SPEC);
  });

  it.each([
    undefined,
    null,
    {},
    { ...SPEC, symbols: 3 },
    { ...SPEC, units: 1e9 },
    { ...SPEC, vectorSize: 1.5 },
  ])('refuses %j', (value) => {
    expect(() => parseRecurrentSpec(value)).toThrow(RangeError);
  });
});

describe('recurrentShapes', () => {
  it('has one table for both ends', () => {
    const shapes = recurrentShapes(SPEC);
    expect(shapes).toEqual({
      table: [100, 4],
      'forward/kernel': [4, 24],
      'forward/recurrent': [6, 24],
      'forward/bias': [24],
      projection: [6, 4],
      'output/bias': [100],
    });
    expect(Object.keys(lstmWeights(shapes))).toEqual([
      'forward/kernel',
      'forward/recurrent',
      'forward/bias',
    ]);
  });
});
