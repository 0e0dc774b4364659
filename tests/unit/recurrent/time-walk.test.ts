/**
 * Steps written out one behind the other.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { unrolled } from '../../../src/recurrent/time-walk';
import { loadTensorflow } from '../../../src/tensor/backend';
import { CompiledGraph } from '../../../src/tensor/compiled-graph';
import { GraphBuilder } from '../../../src/tensor/graph-builder';
import { add } from '../../../src/tensor/graph-operations';

describe('unrolled()', () => {
  it.each([
    ['forward', [1, 3, 6], 6],
    ['backward', [6, 5, 3], 6],
  ] as const)(
    'carries from step to step in the %s direction and keeps by time',
    async (direction, sums, last) => {
      const tf = await loadTensorflow();
      const g = new GraphBuilder();
      const { carried, kept } = unrolled(g, {
        direction,
        rows: [g.input('x', [3, 1])],
        first: [g.constant(new Float32Array(1))],
        keeps: [[1]],
        step([x], [sum]) {
          const next = add(g, x!, sum!);
          return { carried: [next], kept: [next] };
        },
      });
      g.output('sums', kept[0]!);
      g.output('last', carried[0]!);
      const graph = await CompiledGraph.compile(g);
      const out = graph.run<'sums' | 'last'>({ x: tf.tensor2d([1, 2, 3], [3, 1]) });
      expect(Array.from(out.sums.dataSync())).toEqual(sums);
      expect(Array.from(out.last.dataSync())).toEqual([last]);
      graph.close();
    },
  );
});
