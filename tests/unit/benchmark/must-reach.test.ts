/**
 * Yes, no, and not measured.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { entryOf } from '../../../src/benchmark/engine-figures';
import { mustReach, type EngineFigures } from '../../../src/benchmark/must-reach';
import { spreadOf } from '../../../src/benchmark/spread';

const at = (speed: number) => spreadOf([speed]);
const FIGURES: EngineFigures = {
  products: 'bfloat16',
  preparation: at(1.5),
  cells: {
    gru: {
      forward: {
        b1: entryOf({ ours: at(320), oursBf16: at(300), reference: at(20), f32: at(100) }, {}),
        b16: entryOf({ ours: at(120), oursBf16: at(140), f32: at(100) }, { compiled: 'a|b' }),
      },
      train: {},
      differences: { f32: 1e-6, oursBf16: 0.2 },
      peer: '2.13.0',
    },
  },
};

describe('mustReach()', () => {
  const found = new Map(mustReach(FIGURES).map(({ what, reached }) => [what, reached]));

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
