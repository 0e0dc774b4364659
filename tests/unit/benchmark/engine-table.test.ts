/**
 * The figures as Markdown.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { engineTable } from '../../../src/benchmark/engine-table';
import { mustReach } from '../../../src/benchmark/must-reach';
import { SMALL_FIGURES } from './small-figures';

describe('engineTable()', () => {
  it('has a row for what was measured and says why a column is missing', () => {
    const table = engineTable(SMALL_FIGURES, mustReach(SMALL_FIGURES));
    expect(table).toContain('| gru forward, batch 16 | 120 (120–120) | 140 (140–140) |');
    expect(table).toContain('not available: a/b');
    expect(table).toContain(
      '| gru forward b16 over PyTorch f32, ours in 32 bits | at least 1.3 | 1.2 | no |',
    );
  });
});
