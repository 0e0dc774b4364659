/**
 * A dense layer with its activation as graphs, forward and backward: y = f(x·kernel + bias).
 * x […, I], y […, O], N rows in all. The gradients through f are those of its output:
 *   tanh: (1 − y²) dy   sigmoid: y (1 − y) dy   relu: dy where y > 0   softmax: y (dy − Σ dy y)
 * @module
 */
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import { relu, reluGradient, softmax, softmaxGradient } from '../tensor/array-operations';
import * as op from '../tensor/graph-operations';
import type { GraphLayer } from './graph-layer';

/** What stands behind the product. */
export type Activation = 'none' | 'tanh' | 'sigmoid' | 'relu' | 'softmax';

interface ActivationGraphs {
  forward(g: GraphBuilder, x: Symbolic): Symbolic;
  backward(g: GraphBuilder, y: Symbolic, dy: Symbolic): Symbolic;
}

const ACTIVATIONS: Readonly<Record<Exclude<Activation, 'none'>, ActivationGraphs>> = {
  tanh: { forward: op.tanh, backward: op.tanhGradient },
  sigmoid: { forward: op.sigmoid, backward: op.sigmoidGradient },
  relu: { forward: relu, backward: reluGradient },
  softmax: { forward: softmax, backward: softmaxGradient },
};

/** Maps the last axis of x, `shape` […, I], to `size` values. Weights: `kernel` [I, O], `bias` [O]. */
export function dense(
  shape: readonly number[],
  size: number,
  activation: Activation = 'none',
): GraphLayer {
  const inputSize = shape.at(-1)!;
  const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const outputShape = [...shape.slice(0, -1), size];
  const shaped = activation === 'none' ? undefined : ACTIVATIONS[activation];
  return {
    name: `dense_${activation}`,
    inputs: { x: shape },
    fixed: [],
    weights: { kernel: [inputSize, size], bias: [size] },
    forward(g, v) {
      const flat = op.reshape(g, v('x'), [rows, inputSize]);
      const sums = op.addBias(g, op.matMul(g, flat, v('kernel')), v('bias'));
      const y = shaped ? shaped.forward(g, sums) : sums;
      return { outputs: { y: op.reshape(g, y, outputShape) }, tape: {} };
    },
    backward(g, v, { y: dy }) {
      const flat = op.reshape(g, v('x'), [rows, inputSize]);
      const whole = shaped ? shaped.backward(g, v('y'), dy!) : dy!;
      const dSums = op.reshape(g, whole, [rows, size]);
      const dx = op.matMul(g, dSums, v('kernel'), { transposeB: true });
      return {
        x: op.reshape(g, dx, shape),
        kernel: op.matMul(g, flat, dSums, { transposeA: true }),
        bias: op.sum(g, dSums, [0]),
      };
    },
  };
}
