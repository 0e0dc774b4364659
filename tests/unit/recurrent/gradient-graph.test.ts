/**
 * Clipping and penalties against their formulae in 64 bits.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { preparedGradients, type GradientOptions } from '../../../src/recurrent/gradient-graph';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { CompiledGraph } from '../../../src/tensor/compiled-graph';
import { GraphBuilder } from '../../../src/tensor/graph-builder';

const WEIGHTS = [1, -2, 0, 4];
const BIAS = [3];
const MATRIX_GRADIENT = [3, -0.5, 0.25, 6];
const BIAS_GRADIENT = [-9];

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

async function prepare(options: GradientOptions): Promise<{ norm: number; found: number[] }> {
  const g = new GraphBuilder();
  const all = preparedGradients(g, { w: [2, 2], b: [1] }, options);
  for (const [name, { gradient }] of all) g.output(`${name}/prepared`, gradient);
  for (const [name, { parameter }] of all) g.output(`${name}/same`, parameter);
  const graph = await CompiledGraph.compile(g);
  const out = graph.run<string>({
    ...{ w: tf.tensor2d(WEIGHTS, [2, 2]), b: tf.tensor1d(BIAS) },
    'w/gradient': tf.tensor2d(MATRIX_GRADIENT, [2, 2]),
    'b/gradient': tf.tensor1d(BIAS_GRADIENT),
  });
  const found = [...out['w/prepared']!.dataSync(), ...out['b/prepared']!.dataSync()];
  const norm = out['norm']!.dataSync()[0]!;
  graph.close();
  return { norm, found };
}

const RAW = [...MATRIX_GRADIENT, ...BIAS_GRADIENT];
const close = (found: number[], expected: number[]): void => {
  expect(found).toHaveLength(expected.length);
  found.forEach((v, i) => {
    expect(v, `value ${i}`).toBeCloseTo(expected[i]!, 5);
  });
};

describe('preparedGradients()', () => {
  it('leaves small gradients alone', async () => {
    const { norm, found } = await prepare({ clipNorm: 100 });
    close(found, RAW);
    expect(norm).toBeCloseTo(Math.hypot(...RAW), 4);
  });

  it('scales to the norm', async () => {
    close(
      (await prepare({ clipNorm: 2 })).found,
      RAW.map((v) => (2 * v) / Math.hypot(...RAW)),
    );
  });

  it('clips by value, then to the norm of what is left, and tells the norm before', async () => {
    const { norm, found } = await prepare({ clipNorm: 1, clipValue: 2 });
    const limited = RAW.map((v) => Math.min(2, Math.max(-2, v)));
    close(
      found,
      limited.map((v) => v / Math.hypot(...limited)),
    );
    expect(norm).toBeCloseTo(Math.hypot(...RAW), 4);
  });

  it('adds the slopes of l1 · Σ|w| and l2 / 2 · Σw² behind clipping, to matrices only', async () => {
    const { found } = await prepare({ clipNorm: 1, l1: 0.5, l2: 0.25 });
    const scale = 1 / Math.hypot(...RAW);
    close(found, [
      ...WEIGHTS.map((w, i) => MATRIX_GRADIENT[i]! * scale + 0.5 * Math.sign(w) + 0.25 * w),
      BIAS_GRADIENT[0]! * scale,
    ]);
  });
});
