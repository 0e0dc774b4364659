/**
 * The network as data.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  isResidual,
  outputsOf,
  parameterCount,
  parseAcousticSpec,
  underPrefix,
  weightShapes,
} from '../../../src/acoustic/acoustic-spec';
import { UserError } from '../../../src/base/errors';

const SPEC = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: 12,
  units: 3,
  layers: 2,
  classes: 5,
} as const;

describe('parseAcousticSpec()', () => {
  it('reads what it is given and drops what it does not know', () => {
    expect(parseAcousticSpec({ ...SPEC, more: 1 }, 'here')).toEqual(SPEC);
  });

  it.each([
    null,
    'text',
    {},
    { ...SPEC, kind: 'transformer' },
    { ...SPEC, cell: 'toString' },
    { ...SPEC, bidirectional: 1 },
    { ...SPEC, units: 0 },
    { ...SPEC, units: 1e9 },
    { ...SPEC, layers: 1.5 },
    { ...SPEC, residualFrom: 0 },
    { ...SPEC, filters: 257 },
    { ...SPEC, inputSize: 10, filters: 2 },
    { ...SPEC, classes: '5' },
    { ...SPEC, phones: 4, phonesAfter: 0 },
    { ...SPEC, phones: 4, phonesAfter: 3 },
  ])('refuses %j', (value) => {
    expect(() => parseAcousticSpec(value, 'here')).toThrow(UserError);
  });
});

describe('isResidual()', () => {
  it('holds from the named layer on, and nowhere without one', () => {
    const spec = parseAcousticSpec({ ...SPEC, layers: 3, residualFrom: 1 }, 'here');
    expect([0, 1, 2].map((index) => isResidual(spec, index))).toEqual([false, true, true]);
    expect(isResidual(SPEC, 1)).toBe(false);
  });
});

describe('outputsOf()', () => {
  it('reads phones after all layers, or after as many as the spec says', () => {
    const after = (more: object): number[] =>
      outputsOf(parseAcousticSpec({ ...SPEC, ...more }, 'here')).map((output) => output.after);
    expect(after({})).toEqual([2]);
    expect(after({ phones: 4 })).toEqual([2, 2]);
    expect(after({ phones: 4, phonesAfter: 1 })).toEqual([2, 1]);
  });
});

describe('weightShapes()', () => {
  it('gives the second layer both directions of the first', () => {
    const shapes = weightShapes(SPEC);
    expect(shapes['layer0/forward/kernel']).toEqual([12, 9]);
    expect(shapes['layer1/backward/kernel']).toEqual([6, 9]);
    expect(shapes['output/kernel']).toEqual([6, 5]);
  });

  it('gives the first layer what the convolutions find', () => {
    const shapes = weightShapes(parseAcousticSpec({ ...SPEC, filters: 7 }, 'here'));
    expect(shapes['front/second/kernel']).toEqual([3, 3, 7, 7]);
    expect(shapes['layer0/forward/kernel']).toEqual([7, 9]);
    expect(shapes['layer1/forward/kernel']).toEqual([6, 9]);
  });

  it('gives one direction alone half of that', () => {
    const shapes = weightShapes({ ...SPEC, bidirectional: false });
    expect(Object.keys(shapes).some((name) => name.includes('backward'))).toBe(false);
    expect(shapes['layer1/forward/kernel']).toEqual([3, 9]);
  });

  it('agrees with parameterCount()', () => {
    const layer = (input: number): number => 2 * (input * 9 + 3 * 9 + 9 + 3);
    expect(parameterCount(SPEC)).toBe(layer(12) + layer(6) + 6 * 5 + 5);
  });
});

describe('underPrefix()', () => {
  it('takes whole path segments only', () => {
    expect(underPrefix({ 'layer1/a': 1, 'layer10/a': 2, layer1: 3 }, 'layer1')).toEqual({ a: 1 });
  });
});
