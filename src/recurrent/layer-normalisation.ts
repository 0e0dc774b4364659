/**
 * Layer normalisation as graphs, forward and backward. N rows of F values, of any leading shape […, F].
 * Source: Ba, Kiros and Hinton 2016, "Layer Normalization", equation 4, with ε inside the root as PyTorch has it:
 *   μ = mean(x)   s = 1 / √(mean((x − μ)²) + ε)   x̂ = (x − μ) · s   y = x̂ ∘ gain + bias
 * @module
 */
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import { meanKeeping, reciprocalSquareRoot } from '../tensor/array-operations';
import * as op from '../tensor/graph-operations';
import type { ForwardResult, GraphLayer, Symbolics, Values } from './graph-layer';

/** Added to the variance, so that a row of equal values stays finite; PyTorch's default. */
export const NORMALISATION_EPSILON = 1e-5;

function forward(g: GraphBuilder, v: Values): ForwardResult {
  const x = v('x');
  const last = [x.shape.length - 1];
  const centred = op.subtract(g, x, meanKeeping(g, x, last));
  const variance = meanKeeping(g, op.square(g, centred), last);
  const scale = reciprocalSquareRoot(g, op.add(g, variance, op.scalar(g, NORMALISATION_EPSILON))); // […, 1]
  const normal = op.multiply(g, centred, scale);
  const y = op.add(g, op.multiply(g, normal, v('gain')), v('bias'));
  return { outputs: { y }, tape: { normal, scale } };
}

/** dx = s · (dx̂ − mean(dx̂) − x̂ ∘ mean(dx̂ ∘ x̂)): the mean and the scale depend on x too. */
function backward(g: GraphBuilder, v: Values, { y: dy }: Symbolics): Symbolics {
  const normal = v('normal');
  const axis = normal.shape.length - 1;
  const rows = normal.shape.slice(0, -1).map((_, i) => i);
  const dNormal = op.multiply(g, dy!, v('gain'));
  const mean = (x: Symbolic): Symbolic => meanKeeping(g, x, [axis]);
  const along = op.multiply(g, normal, mean(op.multiply(g, dNormal, normal)));
  const inner = op.subtract(g, op.subtract(g, dNormal, mean(dNormal)), along);
  return {
    x: op.multiply(g, inner, v('scale')),
    gain: op.sum(g, op.multiply(g, dy!, normal), rows),
    bias: op.sum(g, dy!, rows),
  };
}

/** Normalises the last axis of x, `shape` […, F]. Weights: `gain` [F], `bias` [F]. */
export function layerNormalisation(shape: readonly number[]): GraphLayer {
  const features = [shape.at(-1)!];
  return {
    name: 'layer-normalisation',
    inputs: { x: shape },
    fixed: [],
    weights: { gain: features, bias: features },
    forward,
    backward,
  };
}
