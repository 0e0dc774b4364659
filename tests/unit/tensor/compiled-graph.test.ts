/**
 * Running graphs: values, refusals that name the input, memory.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { CompiledGraph } from '../../../src/tensor/compiled-graph';
import { GraphBuilder } from '../../../src/tensor/graph-builder';
import { matMul } from '../../../src/tensor/graph-operations';

let tf: Tensorflow;
let graph: CompiledGraph;
beforeAll(async () => {
  tf = await loadTensorflow();
  const g = new GraphBuilder();
  g.output('product', matMul(g, g.input('a', [2, 3]), g.input('b', [3, 2])));
  graph = await CompiledGraph.compile(g);
});
afterAll(() => {
  graph.close();
});

describe('CompiledGraph', () => {
  it('run() returns what the graph says', () => {
    const a = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const { product } = graph.run<'product'>({ a, b: tf.ones([3, 2]) });
    expect(Array.from(product.dataSync())).toEqual([6, 6, 15, 15]);
  });

  it('run() names an input that is missing', () => {
    expect(() => graph.run({ a: tf.ones([2, 3]) })).toThrow(/input b is missing/);
  });

  it('run() names an input of a wrong shape and says both shapes', () => {
    expect(() => graph.run({ a: tf.ones([2, 3]), b: tf.ones([2, 3]) })).toThrow(
      /input b needs shape \[3,2\]: current shape is \[2,3\]/,
    );
  });

  it('run() leaves only its results', () => {
    const feeds = { a: tf.ones([2, 3]), b: tf.ones([3, 2]) };
    const before = tf.memory().numTensors;
    for (let i = 0; i < 50; i++) graph.run<'product'>(feeds).product.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
