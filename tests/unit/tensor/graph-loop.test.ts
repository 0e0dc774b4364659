/**
 * Loops inside a graph: values, what a body may use, refusals.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../../src/tensor/backend';
import { CompiledGraph } from '../../../src/tensor/compiled-graph';
import { GraphBuilder, type Symbolic } from '../../../src/tensor/graph-builder';
import { repeat } from '../../../src/tensor/graph-loop';
import { add, matMul, multiply, scalar, tanh } from '../../../src/tensor/graph-operations';

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

async function run(g: GraphBuilder, feeds: Record<string, Tensor> = {}): Promise<number[]> {
  const graph = await CompiledGraph.compile(g);
  const { y } = graph.run<'y'>(feeds);
  graph.close();
  return Array.from(y.dataSync());
}

describe('repeat()', () => {
  it.each([0, 1, 2, 333])('makes exactly %i turns and counts them from 0', async (turns) => {
    const g = new GraphBuilder();
    const zero = g.constant(Int32Array.of(0), []);
    const [count, sum] = repeat(g, turns, [zero, zero], (turn, [n, total]) => [
      add(g, n!, g.constant(Int32Array.of(1), [])),
      add(g, total!, turn),
    ]);
    g.output('y', add(g, multiply(g, count!, g.constant(Int32Array.of(100_000), [])), sum!));
    const expected = turns * 100_000 + (turns * (turns - 1)) / 2;
    expect(await run(g)).toEqual([turns === 0 ? 0 : expected]);
  });

  it('lets a body use what stands outside of it, and other nodes use what stands inside behind it', async () => {
    const g = new GraphBuilder();
    const [x, w] = [g.input('x', [1, 2]), g.input('w', [2, 2])];
    const [last] = repeat(g, 3, [x], (_, [h]) => [add(g, matMul(g, h!, w), scalar(g, 1))]);
    g.output('y', multiply(g, last!, scalar(g, 2)));
    const feeds = { x: tf.tensor2d([[1, 2]]), w: tf.tensor2d([[0, 1], [1, 0]]) }; // prettier-ignore
    expect(await run(g, feeds)).toEqual([10, 8]);
  });

  it('takes a value in once, and rounds a factor outside', () => {
    const g = new GraphBuilder('bfloat16');
    const w = g.input('w', [2, 2]);
    let inside: Symbolic | undefined;
    repeat(g, 3, [g.input('x', [2, 2])], (_, [h]) => {
      inside = matMul(g, matMul(g, h!, w), w);
      return [inside];
    });
    expect(inside?.loop).toBeDefined();
    expect([...inside!.loop!.entered.keys()].filter((name) => name.includes('Cast'))).toHaveLength(
      1,
    );
    expect(g.forProduct(w).loop).toBeUndefined();
  });

  it('runs several loops in one graph, each with its own values', async () => {
    const g = new GraphBuilder();
    const doubled = (turns: number): Symbolic =>
      repeat(g, turns, [scalar(g, 1)], (_, [value]) => [multiply(g, value!, scalar(g, 2))])[0]!;
    g.output('y', add(g, doubled(3), doubled(10)));
    expect(await run(g)).toEqual([8 + 1024]);
  });

  it('refuses a body that returns another shape, type or number of values', () => {
    const g = new GraphBuilder('float32', 'mine');
    const x = g.input('x', [2, 1]);
    const wide = g.input('wide', [2, 3]);
    expect(() => repeat(g, 2, [x], (_, [h]) => [add(g, h!, wide)])).toThrow(
      /must return what it starts from, float32 \[2,1\]: it returns float32 \[2,3\]/,
    );
    expect(() => repeat(g, 2, [scalar(g, 0)], (turn) => [turn])).toThrow(/returns int32 \[\]/);
    expect(() => repeat(g, 2, [x], () => [])).toThrow(RangeError);
  });

  it.each([-1, 2.5, NaN])('refuses %d turns', (turns) => {
    const g = new GraphBuilder();
    expect(() => repeat(g, turns, [scalar(g, 0)], (_, values) => values)).toThrow(
      /turns must be a whole number/,
    );
  });

  it('refuses a loop inside a loop, and values of a body outside of it', () => {
    const g = new GraphBuilder();
    const start = scalar(g, 0);
    const inner = (): Symbolic[] => repeat(g, 2, [start], (_, values) => values);
    expect(() => repeat(g, 2, [start], inner)).toThrow(/loops are not nested/);
    let inside = start;
    repeat(g, 2, [start], (_, [value]) => [(inside = tanh(g, value!))]);
    expect(() => tanh(g, inside)).toThrow(/belongs to the body of loop/);
    expect(() => repeat(g, 2, [start], () => [inside])).toThrow(/belongs to the body of loop/);
  });
});
