/**
 * Sequences as a tree.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { symbolTree } from '../../../../src/language/recurrent/symbol-tree';

describe('symbolTree', () => {
  it('reads what sequences begin with only once', () => {
    const tree = symbolTree([[5, 6, 7], [5, 6], [5, 8], [], [5, 6, 7]]);
    expect([...tree.symbols]).toEqual([0, 5, 6, 8, 7]);
    expect([...tree.parents]).toEqual([-1, 0, 1, 1, 2]);
    expect(tree.depths).toEqual([0, 1, 2, 4, 5]);
    expect([...tree.ends]).toEqual([4, 2, 3, 0, 4]);
  });

  it('keeps equal symbols behind different ones apart', () => {
    const tree = symbolTree([
      [1, 9],
      [2, 9],
    ]);
    expect([...tree.symbols]).toEqual([0, 1, 2, 9, 9]);
    expect([...tree.parents]).toEqual([-1, 0, 0, 1, 2]);
  });

  it('is a root alone for nothing', () => {
    expect(symbolTree([]).depths).toEqual([0, 1]);
    expect([...symbolTree([[]]).ends]).toEqual([0]);
  });
});
