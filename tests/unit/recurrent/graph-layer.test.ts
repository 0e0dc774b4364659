/**
 * Names of a layer inside another.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { dense } from '../../../src/recurrent/dense';
import { asTape, prefixed, weightGradientsOf, within } from '../../../src/recurrent/graph-layer';
import type { Symbolic } from '../../../src/tensor/graph-builder';

const symbolic = (name: string): Symbolic => ({ name, shape: [1], dtype: 'float32' });

describe('within()', () => {
  it('looks among its own values first and then under the prefix', () => {
    const values = within(symbolic, 'inner', { x: symbolic('own') });
    expect(values('x').name).toBe('own');
    expect(values('kernel').name).toBe('inner/kernel');
  });
});

describe('prefixed(), asTape() and weightGradientsOf()', () => {
  it('put the prefix before what belongs to the inner layer', () => {
    expect(prefixed('a', { b: 1 })).toEqual({ 'a/b': 1 });
    const tape = asTape('a', { outputs: { y: symbolic('y') }, tape: { t: symbolic('t') } });
    expect(Object.keys(tape)).toEqual(['a/y', 'a/t']);
    const all = { x: symbolic('x'), kernel: symbolic('k'), bias: symbolic('b') };
    const own = weightGradientsOf(dense([2, 3], 4), 'a', all);
    expect(Object.keys(own)).toEqual(['a/kernel', 'a/bias']);
  });
});
