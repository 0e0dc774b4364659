/**
 * Figures of the engine that were written down, not measured: some too low, some not there.
 * @module
 */
import { entryOf } from '../../../src/benchmark/engine-figures';
import type { EngineFigures } from '../../../src/benchmark/must-reach';
import { spreadOf } from '../../../src/benchmark/spread';

const at = (speed: number) => spreadOf([speed]);
export const SMALL_FIGURES: EngineFigures = {
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
