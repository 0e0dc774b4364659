/**
 * The figures as Markdown.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { entryOf } from '../../../src/benchmark/engine-figures';
import { engineTable } from '../../../src/benchmark/engine-table';
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

describe('engineTable()', () => {
  it('has a row for what was measured and says why a column is missing', () => {
    const table = engineTable(FIGURES, mustReach(FIGURES));
    expect(table).toContain('| gru forward, batch 16 | 120 (120–120) | 140 (140–140) |');
    expect(table).toContain('not available: a/b');
    expect(table).toContain(
      '| gru forward b16 over PyTorch f32, ours in 32 bits | at least 1.3 | 1.2 | no |',
    );
  });
});
