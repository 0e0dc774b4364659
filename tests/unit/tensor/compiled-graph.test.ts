/**
 * Running graphs: values, refusals that name the input, memory.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { CompiledGraph } from '../../../src/tensor/compiled-graph';
import { GraphBuilder } from '../../../src/tensor/graph-builder';
import { matMul } from '../../../src/tensor/graph-operations';

let tf: Tensorflow;
let graph: CompiledGraph;
beforeAll(async () => {
  tf = await loadTensorflow();
  const g = new GraphBuilder('float32', 'product');
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
    expect(() => graph.run({ a: tf.ones([2, 3]) })).toThrow(/graph product as input b is missing/);
  });

  it('run() names an input of a wrong shape and says both shapes', () => {
    expect(() => graph.run({ a: tf.ones([2, 3]), b: tf.ones([2, 3]) })).toThrow(
      /graph product as input b needs shape \[3,2\]: current shape is \[2,3\]/,
    );
  });

  it.each([NaN, Infinity])(
    'run() names an input with %s where it was asked to look',
    async (bad) => {
      vi.stubEnv('SKALD_CHECK_NUMBERS', '1');
      const g = new GraphBuilder('float32', 'watched');
      g.output('product', matMul(g, g.input('a', [1, 2]), g.input('b', [2, 1])));
      const watched = await CompiledGraph.compile(g);
      vi.unstubAllEnvs();
      const a = tf.tensor2d([1, 2], [1, 2]);
      const b = tf.tensor2d([3, bad], [2, 1]);
      expect(() => watched.run({ a, b })).toThrow(
        `Cannot run graph watched as input b needs finite numbers: number 1 of 2 is ${bad}`,
      );
      expect(watched.run<'product'>({ a, b: tf.ones([2, 1]) }).product.dataSync()[0]).toBe(3);
      watched.close();
    },
  );

  it('run() passes NaN on where it was not asked to look', () => {
    const feeds = { a: tf.fill([2, 3], NaN), b: tf.ones([3, 2]) };
    expect(graph.run<'product'>(feeds).product.dataSync()[0]).toBeNaN();
  });

  it('run() leaves only its results', () => {
    const feeds = { a: tf.ones([2, 3]), b: tf.ones([3, 2]) };
    const before = tf.memory().numTensors;
    for (let i = 0; i < 50; i++) graph.run<'product'>(feeds).product.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
