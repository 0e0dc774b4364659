/**
 * What all cells share.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { DIRECTIONS, before, opposite, walk } from '../../../src/recurrent/cell';
import { loadTensorflow } from '../../../src/tensor/backend';
import { CompiledGraph } from '../../../src/tensor/compiled-graph';
import { GraphBuilder } from '../../../src/tensor/graph-builder';

describe('walk()', () => {
  it('goes up in the forward direction and down in the backward one', () => {
    expect(walk('forward', 3)).toEqual([0, 1, 2]);
    expect(walk('backward', 3)).toEqual([2, 1, 0]);
  });
});

describe('opposite()', () => {
  it('walks back over what a direction has walked', () => {
    for (const d of DIRECTIONS) expect(walk(opposite(d), 4)).toEqual(walk(d, 4).reverse());
  });
});

describe('before()', () => {
  it.each([
    ['forward', [9, 1, 2]],
    ['backward', [2, 3, 9]],
  ] as const)('moves a sequence by one step in the %s direction', async (d, expected) => {
    const tf = await loadTensorflow();
    const g = new GraphBuilder();
    g.output('y', before(g, d, g.input('x', [3, 1, 1]), g.input('h', [1, 1])));
    const graph = await CompiledGraph.compile(g);
    const { y } = graph.run<'y'>({ x: tf.tensor3d([1, 2, 3], [3, 1, 1]), h: tf.tensor2d([[9]]) });
    expect(Array.from(y.dataSync())).toEqual(expected);
    graph.close();
  });
});
