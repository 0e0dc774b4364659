/**
 * The tied output against eager operations, and its gradients against finite differences.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { TiedSoftmax } from '../../../src/recurrent/tied-softmax';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../../src/tensor/backend';

const SHAPE = { rows: 5, units: 3, vectorSize: 2, symbols: 4 };
const LABELS = Int32Array.of(0, 3, 1, 1, 2);

let tf: Tensorflow;
let values: Record<string, Float32Array>;
let learning: TiedSoftmax;
const SHAPES: Record<string, number[]> = {
  y: [5, 3],
  table: [4, 2],
  projection: [3, 2],
  'output/bias': [4],
};

beforeAll(async () => {
  tf = await loadTensorflow();
  const random = new Random(2);
  values = Object.fromEntries(
    Object.entries(SHAPES).map(([name, shape]) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    ]),
  );
  learning = await TiedSoftmax.compile(SHAPE, true);
});
afterAll(() => {
  learning.close();
});

const tensorsOf = (all: typeof values): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(all).map(([name, v]) => [name, tf.tensor(v, SHAPES[name])]));

/** Loss of each row, from eager operations. */
function lossesOf(all: typeof values): number[] {
  return tf.tidy(() => {
    const { y, table, projection, 'output/bias': bias } = tensorsOf(all);
    const logits = tf.add(tf.matMul(tf.matMul(y!, projection!), table!, false, true), bias!);
    const logs = tf.logSoftmax(logits).arraySync() as number[][];
    return logs.map((row, i) => -row[LABELS[i]!]!);
  });
}

describe('TiedSoftmax', () => {
  it('gives the loss of every row, however many there are', async () => {
    const scoring = await TiedSoftmax.compile({ ...SHAPE, rows: -1 }, false);
    const { y, ...weights } = tensorsOf(values);
    const before = tf.memory().numTensors;
    const losses = scoring.losses(weights, y!, LABELS);
    lossesOf(values).forEach((loss, i) => {
      expect(losses[i]).toBeCloseTo(loss, 5);
    });
    const two = tf.slice(y!, [0, 0], [2, 3]);
    expect(scoring.losses(weights, two, LABELS.slice(0, 2))).toEqual(losses.slice(0, 2));
    two.dispose();
    expect(tf.memory().numTensors).toBe(before);
    scoring.close();
  });

  it('gives the gradients of the mean loss', () => {
    const { y, ...weights } = tensorsOf(values);
    const { loss, dy, gradients } = learning.learn(weights, y!, LABELS);
    const mean = (all: typeof values): number => lossesOf(all).reduce((a, b) => a + b, 0) / 5;
    expect(loss).toBeCloseTo(mean(values), 5);
    for (const [name, gradient] of Object.entries({ y: dy, ...gradients })) {
      expect(gradient.shape).toEqual(SHAPES[name]);
      const found = gradient.dataSync();
      for (let i = 0; i < found.length; i++) {
        const at = (by: number): number => {
          const moved = Float32Array.from(values[name]!);
          moved[i]! += by;
          return mean({ ...values, [name]: moved });
        };
        expect(found[i]).toBeCloseTo((at(0.01) - at(-0.01)) / 0.02, 3);
      }
    }
  });
});
