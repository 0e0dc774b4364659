/**
 * Arrays that a loop reads and writes.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../../src/tensor/backend';
import { CompiledGraph } from '../../../src/tensor/compiled-graph';
import {
  emptyArray,
  readArray,
  stackArray,
  unstackArray,
  writeArray,
} from '../../../src/tensor/graph-array';
import { GraphBuilder } from '../../../src/tensor/graph-builder';
import { repeat } from '../../../src/tensor/graph-loop';
import { add, scalar, subtract } from '../../../src/tensor/graph-operations';

describe('GraphArray', () => {
  it('gives a loop one tensor a turn and takes one from it, in any order', async () => {
    const tf = await loadTensorflow();
    const g = new GraphBuilder();
    const read = unstackArray(g, g.input('x', [3, 2]));
    const written = emptyArray(g, 3, [2]);
    const last = g.constant(Int32Array.of(2), []);
    const [flow] = repeat(g, 3, [written.flow], (turn, [before]) => {
      const row = add(g, readArray(g, read, subtract(g, last, turn)), scalar(g, 1));
      return [writeArray(g, { ...written, flow: before! }, turn, row).flow];
    });
    g.output('y', stackArray(g, { ...written, flow: flow! }));
    const graph = await CompiledGraph.compile(g);
    const x = tf.tensor2d([[1, 2], [3, 4], [5, 6]]); // prettier-ignore
    for (let run = 0; run < 2; run++) {
      const { y } = graph.run<'y'>({ x });
      expect(y.shape).toEqual([3, 2]);
      expect(Array.from(y.dataSync())).toEqual([6, 7, 4, 5, 2, 3]);
    }
    graph.close();
  });

  it('refuses a tensor of another shape or type, and a scalar to unstack', () => {
    const g = new GraphBuilder();
    const array = emptyArray(g, 3, [2]);
    const zero = g.constant(Int32Array.of(0), []);
    expect(() => writeArray(g, array, zero, g.input('row', [2, 1]))).toThrow(
      /\[2,1\] as the array holds float32 \[2\]/,
    );
    expect(() => writeArray(g, array, zero, g.constant(Int32Array.of(0, 1)))).toThrow(RangeError);
    expect(() => unstackArray(g, zero)).toThrow(/as it is a scalar/);
  });
});
