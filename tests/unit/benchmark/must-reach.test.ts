/**
 * Yes, no, and not measured.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { mustReach } from '../../../src/benchmark/must-reach';
import { SMALL_FIGURES } from './small-figures';

describe('mustReach()', () => {
  const found = new Map(mustReach(SMALL_FIGURES).map(({ what, reached }) => [what, reached]));

  it.each([
    ['gru forward b16 over PyTorch f32, ours in 32 bits', 'no'],
    ['gru forward b16 over PyTorch f32, ours in the chosen products', 'yes'],
    ['gru forward b32 over PyTorch f32, ours in 32 bits', 'not measured'],
    ['lstm train b16 over PyTorch f32, ours in the chosen products', 'not measured'],
    ['gru forward b1 over our eager reference', 'yes'],
    ['gru difference from PyTorch f32', 'yes'],
    ['gru difference of bfloat16 from f32', 'no'],
    ["preparing a stream's chunk, seconds", 'no'],
  ])('%s: %s', (what, reached) => {
    expect(found.get(what)).toBe(reached);
  });
});
