/**
 * The compiled GRU layer against its eager reference: values, gradients, padding, memory.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tensor } from '@tensorflow/tfjs';
import { Random } from '../../../src/base/random';
import { DIRECTIONS } from '../../../src/recurrent/gru-graph';
import { GruLayer, gruParameterShapes } from '../../../src/recurrent/gru-layer';
import { gruLayerReference } from '../../../src/recurrent/gru-reference';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';

const S = 5;
const B = 3;
const I = 4;
const H = 6;
const BLOCKS = 3;
const LENGTHS = [15, 11, 4];
const TOLERANCE = 2e-5;

let tf: Tensorflow;
let layer: GruLayer;
const random = new Random(7);

function drawn(shape: number[], scale = 0.5): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal() * scale),
    shape,
  );
}

function drawnWeights(): Record<string, Tensor> {
  const weights: Record<string, Tensor> = {};
  for (const d of DIRECTIONS) {
    for (const [name, shape] of Object.entries(gruParameterShapes(I, H))) {
      weights[`${d}/${name}`] = drawn(shape);
    }
  }
  return weights;
}

function paddingOf(lengths: readonly number[]): Tensor {
  const rows = Array.from({ length: BLOCKS * S }, (_, t) => lengths.map((n) => (t < n ? 0 : 1)));
  return tf.tensor2d(rows);
}

function largestDifference(a: Tensor, b: Tensor): number {
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
}

beforeAll(async () => {
  tf = await loadTensorflow();
  layer = await GruLayer.compile({ batch: B, steps: S, inputSize: I, units: H }, true);
});
afterAll(() => {
  layer.close();
});

describe('GruLayer', () => {
  it('forward() equals the eager reference in both directions, with padding and over several blocks', () => {
    const weights = drawnWeights();
    const x = drawn([BLOCKS * S, B, I]);
    const padding = paddingOf(LENGTHS);
    const { blocks } = layer.forward(weights, tf.split(x, BLOCKS), tf.split(padding, BLOCKS));
    const expected = gruLayerReference(tf, weights, x, padding);
    expect(largestDifference(tf.concat(blocks), expected)).toBeLessThan(TOLERANCE);
  });

  it('backward() equals the gradients that tfjs derives from the eager reference', () => {
    const weights = drawnWeights();
    const names = Object.keys(weights);
    const x = drawn([BLOCKS * S, B, I]);
    const padding = paddingOf(LENGTHS);
    const dy = tf.mul(drawn([BLOCKS * S, B, 2 * H]), tf.sub(1, tf.expandDims(padding, 2)));
    const gradient = tf.grads((...values: Tensor[]) => {
      const [input, ...rest] = values;
      const named = Object.fromEntries(names.map((name, i) => [name, rest[i]!]));
      return tf.sum(tf.mul(gruLayerReference(tf, named, input!, padding), dy));
    });
    const [dx, ...dWeights] = gradient([x, ...names.map((name) => weights[name]!)]);
    const pass = layer.forward(weights, tf.split(x, BLOCKS), tf.split(padding, BLOCKS));
    const zeros = Object.fromEntries(names.map((name) => [name, tf.zerosLike(weights[name]!)]));
    const result = layer.backward(weights, pass, tf.split(dy, BLOCKS), zeros);
    expect(largestDifference(tf.concat(result.dInputs), dx!)).toBeLessThan(TOLERANCE);
    for (const [i, name] of names.entries()) {
      expect(largestDifference(result.gradients[name]!, dWeights[i]!), name).toBeLessThan(
        10 * TOLERANCE,
      );
    }
  });

  it('forward() and backward() leave no tensor behind', () => {
    const weights = drawnWeights();
    const x = tf.split(drawn([BLOCKS * S, B, I]), BLOCKS);
    const padding = tf.split(paddingOf(LENGTHS), BLOCKS);
    const dy = tf.split(drawn([BLOCKS * S, B, 2 * H]), BLOCKS);
    const before = tf.memory().numTensors;
    for (let round = 0; round < 3; round++) {
      const pass = layer.forward(weights, x, padding);
      const zeros = Object.fromEntries(
        Object.entries(weights).map(([name, w]) => [name, tf.zerosLike(w)]),
      );
      const result = layer.backward(weights, pass, dy, zeros);
      tf.dispose([pass.blocks, result.dInputs, result.gradients]);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('forwardChunk() goes on from the state and starts the backward direction at the end of the block', () => {
    const weights = drawnWeights();
    const x = drawn([S, B, I]);
    const padding = tf.zeros([S, B]);
    const state = drawn([B, H]);
    const { y, states } = layer.forwardChunk(weights, x, padding, state);
    const expected = gruLayerReference(tf, weights, x, padding, state);
    expect(largestDifference(y, expected)).toBeLessThan(TOLERANCE);
    expect(largestDifference(states, tf.slice(expected, [0, 0, 0], [S, B, H]))).toBeLessThan(
      TOLERANCE,
    );
  });

  it('forward() names the input whose shape does not fit', () => {
    const weights = { ...drawnWeights(), 'forward/bias': tf.zeros([1]) };
    const x = tf.split(drawn([BLOCKS * S, B, I]), BLOCKS);
    expect(() => layer.forward(weights, x, tf.split(paddingOf(LENGTHS), BLOCKS))).toThrow(
      /forward\/bias/,
    );
  });
});
