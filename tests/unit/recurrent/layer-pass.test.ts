/**
 * Names and order of what goes through a layer.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { blockOf, copies, gradientPort, put, take } from '../../../src/recurrent/layer-pass';
import type { Tensor } from '../../../src/tensor/backend';

/** Stands for a tensor; a clone is another one. */
const tensor = (name: string): Tensor =>
  ({ name, clone: () => tensor(`${name}'`) }) as unknown as Tensor;

describe('blockOf', () => {
  it('walks from the first block forward, and from the last backward', () => {
    const rounds = [0, 1, 2];
    expect(rounds.map((i) => blockOf('forward', i, 3))).toEqual([0, 1, 2]);
    expect(rounds.map((i) => blockOf('backward', i, 3))).toEqual([2, 1, 0]);
  });
});

describe('put and take', () => {
  it('give back what was put under a prefix, and only that', () => {
    const [h, c] = [tensor('h'), tensor('c')];
    const ports = { 'backward/h': tensor('other') };
    put(ports, 'forward/', { h, c });
    expect(Object.keys(ports)).toEqual(['backward/h', 'forward/h', 'forward/c']);
    expect(take(ports, 'forward/', ['c', 'h'])).toEqual({ c, h });
  });
});

describe('copies', () => {
  it('are other tensors of the same names', () => {
    const h = tensor('h');
    const { h: copy } = copies({ h });
    expect(copy).not.toBe(h);
    expect(copy).toMatchObject({ name: "h'" });
  });
});

describe('gradientPort', () => {
  it('is where the gradient of a weight stands', () => {
    expect(gradientPort('forward/kernel')).toBe('forward/dkernel');
  });
});
