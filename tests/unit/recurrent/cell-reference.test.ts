/**
 * Every cell against PyTorch 2.13 (tests/reference/recurrent.json, made by scripts/reference/recurrent.py): the
 * readable reference and the compiled layer, values and all gradients.
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CellName } from '../../../src/recurrent/cell';
import { layerReference } from '../../../src/recurrent/cell-reference';
import { CELLS } from '../../../src/recurrent/cells';
import { RecurrentLayer } from '../../../src/recurrent/recurrent-layer';
import { loadTensorflow, type Tensorflow, type Tensor } from '../../../src/tensor/backend';

interface Values {
  readonly shape: number[];
  readonly data: number[];
}
interface Golden {
  readonly x: Values;
  readonly y: Values;
  readonly dy: Values;
  readonly dx: Values;
  readonly weights: Record<string, Values>;
  readonly gradients: Record<string, Values>;
}

const GOLDEN = JSON.parse(
  readFileSync(path.join(__dirname, '../../reference/recurrent.json'), 'utf8'),
) as Record<CellName, Golden>;
const TOLERANCE = 1e-5;
const CASES = Object.keys(CELLS) as CellName[];

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

const tensor = ({ shape, data }: Values): Tensor => tf.tensor(data, shape);
const named = (values: Record<string, Values>): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(values).map(([name, v]) => [name, tensor(v)]));
const difference = (a: Tensor, b: Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;

describe.each(CASES)('%s', (cell) => {
  const golden = GOLDEN[cell];
  const [steps, batch, inputSize] = golden.x.shape as [number, number, number];
  const units = golden.weights['forward/recurrent']!.shape[0]!;

  it('layerReference() equals PyTorch in both directions', () => {
    const padding = tf.zeros([steps, batch]);
    const y = layerReference(tf, cell, named(golden.weights), { x: tensor(golden.x), padding });
    expect(difference(y, tensor(golden.y))).toBeLessThan(TOLERANCE);
  });

  it('layerReference() leaves the state as it is in padding', () => {
    const weights = named(golden.weights);
    const x = tf.ones([1, batch, inputSize]);
    const states = CELLS[cell].states.map(() => tf.ones([batch, units]));
    const y = layerReference(tf, cell, weights, { x, padding: tf.ones([1, batch]), states });
    const forward = tf.slice(y, [0, 0, 0], [1, batch, units]);
    expect(difference(forward, tf.ones([1, batch, units]))).toBeLessThan(1e-6);
  });

  it('RecurrentLayer gives the values and all gradients of PyTorch', async () => {
    const shape = { batch, steps, inputSize, units };
    const layer = await RecurrentLayer.compile(CELLS[cell], shape, { training: true });
    const weights = named(golden.weights);
    const pass = layer.forward(weights, [tensor(golden.x)], [tf.zeros([steps, batch])]);
    expect(difference(pass.blocks[0]!, tensor(golden.y))).toBeLessThan(TOLERANCE);
    const zeros = Object.fromEntries(
      Object.entries(weights).map(([name, w]) => [name, tf.zerosLike(w)]),
    );
    const result = layer.backward(weights, pass, [tensor(golden.dy)], zeros);
    expect(difference(result.dInputs[0]!, tensor(golden.dx))).toBeLessThan(TOLERANCE);
    for (const [name, values] of Object.entries(golden.gradients)) {
      expect(difference(result.gradients[name]!, tensor(values)), name).toBeLessThan(
        10 * TOLERANCE,
      );
    }
    layer.close();
  });
});
