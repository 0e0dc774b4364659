/**
 * Each operation against the same eager one of tfjs, and refusals of shapes that do not fit.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { Tensor } from '@tensorflow/tfjs';
import { Random } from '../../../src/base/random';
import * as array from '../../../src/tensor/array-operations';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { CompiledGraph } from '../../../src/tensor/compiled-graph';
import { GraphBuilder, type Symbolic } from '../../../src/tensor/graph-builder';

const random = new Random(11);
type Build = (g: GraphBuilder, a: Symbolic, b: Symbolic) => Symbolic;
type Eager = (tf: Tensorflow, a: Tensor, b: Tensor) => Tensor;
const A = [2, 3, 4];
const CASES: [string, Build, Eager][] = [
  [
    'batchMatMul',
    (g, a, b) => array.batchMatMul(g, a, b, { transposeB: true }),
    (tf, a, b) => tf.matMul(a, b, false, true),
  ],
  ['permute', (g, a) => array.permute(g, a, [2, 0, 1]), (tf, a) => tf.transpose(a, [2, 0, 1])],
  ['softmax', (g, a) => array.softmax(g, a), (tf, a) => tf.softmax(a)],
  ['sign', (g, a) => array.sign(g, a), (tf, a) => tf.sign(a)],
  [
    'minimum',
    (g, a) => array.minimum(g, a, g.constant(Float32Array.of(0.25), [])),
    (tf, a) => tf.minimum(a, 0.25),
  ],
  ['relu', (g, a) => array.relu(g, a), (tf, a) => tf.relu(a)],
  ['reluGradient', (g, a, b) => array.reluGradient(g, a, b), (tf, a, b) => tf.mul(tf.step(a), b)],
  ['meanKeeping', (g, a) => array.meanKeeping(g, a, [1, 2]), (tf, a) => tf.mean(a, [1, 2], true)],
  ['sumKeeping', (g, a) => array.sumKeeping(g, a, [0]), (tf, a) => tf.sum(a, 0, true)],
];

describe('array operations equal tfjs', () => {
  it.each(CASES)('%s', async (_, build, eager) => {
    const tf = await loadTensorflow();
    const g = new GraphBuilder();
    const y = build(g, g.input('a', A), g.input('b', A));
    g.output('y', y);
    const graph = await CompiledGraph.compile(g);
    const drawn = (): Tensor =>
      tf.tensor(
        Array.from({ length: 24 }, () => random.normal()),
        A,
      );
    const [a, b] = [drawn(), drawn()];
    const found = graph.run<'y'>({ a, b }).y;
    const expected = eager(tf, a, b);
    expect(found.shape).toEqual(expected.shape);
    expect(found.shape).toEqual(y.shape);
    expect(tf.max(tf.abs(tf.sub(found, expected))).dataSync()[0]!).toBeLessThan(1e-5);
    graph.close();
  });

  it('refuse shapes that do not fit', () => {
    const g = new GraphBuilder();
    const [a, flat] = [g.input('a', A), g.input('f', [4])];
    expect(() => array.batchMatMul(g, a, a)).toThrow(RangeError);
    expect(() => array.permute(g, a, [0, 0, 1])).toThrow(RangeError);
    expect(() => array.gather(g, flat, flat)).toThrow(RangeError);
    expect(() => array.scatterSum(g, flat, flat, 2)).toThrow(RangeError);
  });
});
