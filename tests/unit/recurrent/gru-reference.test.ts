/**
 * The readable GRU against PyTorch 2.13 (tests/reference/gru.json, made by scripts/reference/gru.py).
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Tensor } from '@tensorflow/tfjs';
import { GruLayer } from '../../../src/recurrent/gru-layer';
import { gruLayerReference, gruStep } from '../../../src/recurrent/gru-reference';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';

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

const golden = JSON.parse(
  readFileSync(path.join(__dirname, '../../reference/gru.json'), 'utf8'),
) as Golden;
const TOLERANCE = 1e-5;

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

const tensor = ({ shape, data }: Values): Tensor => tf.tensor(data, shape);
const named = (values: Record<string, Values>): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(values).map(([name, v]) => [name, tensor(v)]));
const difference = (a: Tensor, b: Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;

describe('gruLayerReference()', () => {
  it('equals PyTorch in both directions', () => {
    const x = tensor(golden.x);
    const padding = tf.zeros(golden.x.shape.slice(0, 2));
    const y = gruLayerReference(tf, named(golden.weights), x, padding);
    expect(difference(y, tensor(golden.y))).toBeLessThan(TOLERANCE);
  });

  it('leaves the state as it is in padding', () => {
    const weights = named(golden.weights);
    const [, batch, size] = golden.x.shape as [number, number, number];
    const units = golden.weights['forward/recurrent']!.shape[0]!;
    const state = tf.ones([batch, units]);
    const y = gruLayerReference(tf, weights, tf.ones([1, batch, size]), tf.ones([1, batch]), state);
    const forward = tf.slice(y, [0, 0, 0], [1, batch, units]);
    expect(difference(forward, tf.ones([1, batch, units]))).toBe(0);
  });
});

describe('gruStep()', () => {
  it('is the first step of the forward direction', () => {
    const weights = named(golden.weights);
    const [, batch] = golden.x.shape as [number, number, number];
    const units = golden.weights['forward/recurrent']!.shape[0]!;
    const first = tf.unstack(tensor(golden.x))[0]!;
    const h = gruStep(tf, weights, 'forward', first, tf.zeros([batch, units]));
    const expected = tf.slice(tensor(golden.y), [0, 0, 0], [1, batch, units]).squeeze([0]);
    expect(difference(h, expected)).toBeLessThan(TOLERANCE);
  });
});

describe('GruLayer', () => {
  it('backward() gives the gradients of PyTorch', async () => {
    const [steps, batch, inputSize] = golden.x.shape as [number, number, number];
    const units = golden.weights['forward/recurrent']!.shape[0]!;
    const layer = await GruLayer.compile({ batch, steps, inputSize, units }, true);
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
