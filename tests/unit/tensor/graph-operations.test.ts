/**
 * Each graph operation against the same eager operation of tfjs, and its refusal of shapes that do not fit.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Tensor } from '@tensorflow/tfjs';
import { Random } from '../../../src/base/random';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { CompiledGraph } from '../../../src/tensor/compiled-graph';
import { GraphBuilder, type Symbolic } from '../../../src/tensor/graph-builder';
import * as op from '../../../src/tensor/graph-operations';

const random = new Random(3);
let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

function drawn(shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => 0.1 + random.next()),
    [...shape],
  );
}

/** Runs one operation natively on drawn inputs of the given shapes. */
async function run(
  shapes: readonly (readonly number[])[],
  build: (g: GraphBuilder, inputs: Symbolic[]) => Symbolic | Symbolic[],
): Promise<{ inputs: Tensor[]; outputs: Tensor[] }> {
  const g = new GraphBuilder();
  const built = build(
    g,
    shapes.map((shape, i) => g.input(`x${i}`, shape)),
  );
  const results = Array.isArray(built) ? built : [built];
  results.forEach((result, i) => {
    g.output(`y${i}`, result);
  });
  const inputs = shapes.map(drawn);
  const graph = await CompiledGraph.compile(g);
  const out = graph.run<string>(Object.fromEntries(inputs.map((x, i) => [`x${i}`, x])));
  graph.close();
  const outputs = results.map((_, i) => out[`y${i}`]!);
  expect(outputs.map((y) => y.shape)).toEqual(results.map((r) => r.shape));
  return { inputs, outputs };
}

function expectClose(a: Tensor, b: Tensor): void {
  expect(a.shape).toEqual(b.shape);
  expect(tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!).toBeLessThan(1e-5);
}

describe('graph operations equal tfjs', () => {
  const binary = [
    ['add', op.add, (a: Tensor, b: Tensor) => tf.add(a, b)],
    ['subtract', op.subtract, (a: Tensor, b: Tensor) => tf.sub(a, b)],
    ['multiply', op.multiply, (a: Tensor, b: Tensor) => tf.mul(a, b)],
    ['divide', op.divide, (a: Tensor, b: Tensor) => tf.div(a, b)],
    ['maximum', op.maximum, (a: Tensor, b: Tensor) => tf.maximum(a, b)],
  ] as const;
  it.each(binary)('%s() with broadcasting', async (_, graph, eager) => {
    const { inputs, outputs } = await run(
      [
        [2, 1, 3],
        [4, 1],
      ],
      (g, [a, b]) => graph(g, a!, b!),
    );
    expectClose(outputs[0]!, eager(inputs[0]!, inputs[1]!));
  });

  const unary = [
    ['sigmoid', op.sigmoid, (x: Tensor) => tf.sigmoid(x)],
    ['tanh', op.tanh, (x: Tensor) => tf.tanh(x)],
    ['squareRoot', op.squareRoot, (x: Tensor) => tf.sqrt(x)],
    ['square', op.square, (x: Tensor) => tf.square(x)],
    ['transpose', op.transpose, (x: Tensor) => tf.transpose(x)],
  ] as const;
  it.each(unary)('%s()', async (_, graph, eager) => {
    const { inputs, outputs } = await run([[2, 3]], (g, [x]) => graph(g, x!));
    expectClose(outputs[0]!, eager(inputs[0]!));
  });

  it('sigmoidGradient() and tanhGradient() are the derivatives by the output', async () => {
    const { inputs, outputs } = await run([[5], [5]], (g, [y, dy]) => [
      op.sigmoidGradient(g, y!, dy!),
      op.tanhGradient(g, y!, dy!),
    ]);
    const [y, dy] = inputs as [Tensor, Tensor];
    expectClose(outputs[0]!, tf.mul(dy, tf.mul(y, tf.sub(1, y))));
    expectClose(outputs[1]!, tf.mul(dy, tf.sub(1, tf.square(y))));
  });

  it.each([
    [false, false, [2, 3], [3, 4]],
    [true, false, [3, 2], [3, 4]],
    [false, true, [2, 3], [4, 3]],
    [true, true, [3, 2], [4, 3]],
  ])('matMul() transposed %s, %s', async (transposeA, transposeB, a, b) => {
    const { inputs, outputs } = await run([a, b], (g, [x, y]) =>
      op.matMul(g, x!, y!, { transposeA, transposeB }),
    );
    expectClose(outputs[0]!, tf.matMul(inputs[0]!, inputs[1]!, transposeA, transposeB));
  });

  it('addBias(), addAll() and sum()', async () => {
    const { inputs, outputs } = await run([[2, 3], [3], [2, 3]], (g, [x, b, z]) => [
      op.addBias(g, x!, b!),
      op.addAll(g, [x!, z!, x!]),
      op.sum(g, x!, [0]),
      op.add(g, x!, op.scalar(g, 2)),
    ]);
    const [x, b, z] = inputs as [Tensor, Tensor, Tensor];
    expectClose(outputs[0]!, tf.add(x, b));
    expectClose(outputs[1]!, tf.addN([x, z, x]));
    expectClose(outputs[2]!, tf.sum(x, 0));
    expectClose(outputs[3]!, tf.add(x, 2));
  });

  it('reshape(), split(), splitSizes(), unstack(), stack() and concat()', async () => {
    const { inputs, outputs } = await run([[4, 6]], (g, [x]) => [
      op.reshape(g, x!, [2, 12]),
      ...op.split(g, x!, 3, 1),
      ...op.splitSizes(g, x!, [1, 3], 0),
      op.stack(g, op.unstack(g, x!).reverse()),
      op.concat(g, [x!, x!], 1),
    ]);
    const x = inputs[0]!;
    const expected = [
      tf.reshape(x, [2, 12]),
      ...tf.split(x, 3, 1),
      ...tf.split(x, [1, 3], 0),
      tf.reverse(x, 0),
      tf.concat([x, x], 1),
    ];
    expected.forEach((y, i) => {
      expectClose(outputs[i]!, y);
    });
  });
});

describe('graph operations refuse shapes that do not fit', () => {
  const g = new GraphBuilder();
  const a = g.input('a', [2, 3]);
  const b = g.input('b', [2, 4]);
  const whole = g.input('whole', [2, 3], 'int32');
  it.each([
    ['add', () => op.add(g, a, b)],
    ['add of two element types', () => op.add(g, a, whole)],
    ['matMul', () => op.matMul(g, a, b)],
    ['addBias', () => op.addBias(g, a, b)],
    ['addAll', () => op.addAll(g, [a, b])],
    ['reshape', () => op.reshape(g, a, [5])],
    ['split', () => op.split(g, a, 2, 1)],
    ['splitSizes', () => op.splitSizes(g, a, [1, 1], 1)],
    ['stack', () => op.stack(g, [a, b])],
    ['concat', () => op.concat(g, [a, b], 0)],
    ['transpose', () => op.transpose(g, g.input('c', [1]))],
  ])('%s', (_, build) => {
    expect(build).toThrow(/Cannot .* do not fit/);
  });
});
