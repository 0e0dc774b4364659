/**
 * Multi-head self-attention as graphs, forward and backward. S steps, B batch, F features, N heads of E = F / N.
 * Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.2:
 *   q, k, v = x·projection + bias   a = softmax(q·kᵀ / √E) over the steps that may be seen   y = (a·v)·output + bias
 * @module
 */
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import { batchMatMul, permute, softmax, softmaxGradient } from '../tensor/array-operations';
import * as op from '../tensor/graph-operations';
import { PADDED_SCORE } from './additive-attention';
import type { ForwardResult, GraphLayer, Symbolics, Values } from './graph-layer';

/** Sizes of the layer. */
export interface SelfAttentionShape {
  readonly batch: number;
  readonly steps: number;
  readonly features: number;
  /** Divides `features`. */
  readonly heads: number;
  /** True if a step may not look at later ones. */
  readonly causal?: boolean;
}

/** 0 where step s may see step t, else a large negative number: [1, 1, S, S]. */
function lookAhead(g: GraphBuilder, steps: number): Symbolic {
  const values = new Float32Array(steps * steps);
  for (let s = 0; s < steps; s++) values.fill(PADDED_SCORE, s * steps + s + 1, (s + 1) * steps);
  return g.constant(values, [1, 1, steps, steps]);
}

/** [S·B, 3F] → q, k, v, each [B, N, S, E]. */
function split(g: GraphBuilder, sums: Symbolic, shape: SelfAttentionShape): Symbolic[] {
  const { batch: B, steps: S, features: F, heads: N } = shape;
  const parts = op.split(g, sums, 3, 1);
  return parts.map((part) => permute(g, op.reshape(g, part, [S, B, N, F / N]), [1, 2, 0, 3]));
}

/** [B, N, S, E] → [S·B, F]. */
function join(g: GraphBuilder, x: Symbolic, shape: SelfAttentionShape): Symbolic {
  const { batch: B, steps: S, features: F } = shape;
  return op.reshape(g, permute(g, x, [2, 0, 1, 3]), [S * B, F]);
}

function forward(g: GraphBuilder, v: Values, shape: SelfAttentionShape): ForwardResult {
  const { batch: B, steps: S, features: F, heads: N, causal = false } = shape;
  const flat = op.reshape(g, v('x'), [S * B, F]);
  const sums = op.addBias(g, op.matMul(g, flat, v('projection')), v('projectionBias'));
  const [query, key, value] = split(g, sums, shape) as [Symbolic, Symbolic, Symbolic];
  const scaled = op.multiply(g, query, op.scalar(g, 1 / Math.sqrt(F / N)));
  const padding = permute(g, op.reshape(g, v('padding'), [S, B, 1, 1]), [1, 2, 3, 0]); // [B,1,1,S]
  const hidden = op.multiply(g, padding, op.scalar(g, PADDED_SCORE));
  const mask = causal ? op.add(g, hidden, lookAhead(g, S)) : hidden;
  const scores = op.add(g, batchMatMul(g, scaled, key, { transposeB: true }), mask); // [B,N,S,S]
  const weights = softmax(g, scores);
  const mixed = join(g, batchMatMul(g, weights, value), shape);
  const y = op.addBias(g, op.matMul(g, mixed, v('output')), v('outputBias'));
  const tape = { query: scaled, key, value, weights, mixed };
  return { outputs: { y: op.reshape(g, y, [S, B, F]) }, tape };
}

function backward(
  g: GraphBuilder,
  v: Values,
  { y }: Symbolics,
  shape: SelfAttentionShape,
): Symbolics {
  const { batch: B, steps: S, features: F, heads: N } = shape;
  const dy = op.reshape(g, y!, [S * B, F]);
  const dMixed = op.matMul(g, dy, v('output'), { transposeB: true });
  const dHeads = permute(g, op.reshape(g, dMixed, [S, B, N, F / N]), [1, 2, 0, 3]); // [B,N,S,E]
  const weights = v('weights');
  const dValue = batchMatMul(g, weights, dHeads, { transposeA: true });
  const dWeights = batchMatMul(g, dHeads, v('value'), { transposeB: true });
  const dScores = softmaxGradient(g, weights, dWeights);
  const dKey = batchMatMul(g, dScores, v('query'), { transposeA: true });
  const dScaled = batchMatMul(g, dScores, v('key'));
  const dQuery = op.multiply(g, dScaled, op.scalar(g, 1 / Math.sqrt(F / N)));
  const parts = [dQuery, dKey, dValue].map((d) => join(g, d, shape));
  const dSums = op.concat(g, parts, 1); // [S·B, 3F]
  const flat = op.reshape(g, v('x'), [S * B, F]);
  const dx = op.matMul(g, dSums, v('projection'), { transposeB: true });
  return {
    x: op.reshape(g, dx, [S, B, F]),
    projection: op.matMul(g, flat, dSums, { transposeA: true }),
    projectionBias: op.sum(g, dSums, [0]),
    output: op.matMul(g, v('mixed'), dy, { transposeA: true }),
    outputBias: op.sum(g, dy, [0]),
  };
}

/**
 * Inputs: `x` [S,B,F], `padding` [S,B] (1 where a sequence has ended: such steps are not looked at). Weights:
 * `projection` [F,3F] (query, key, value side by side), `projectionBias` [3F], `output` [F,F], `outputBias` [F].
 * Output: `y` [S,B,F].
 * @throws RangeError unless the heads divide the features.
 */
export function selfAttention(shape: SelfAttentionShape): GraphLayer {
  const { batch: B, steps: S, features: F, heads } = shape;
  if (F % heads !== 0) {
    throw new RangeError(`Cannot share ${F} features among heads as their count is ${heads}`);
  }
  return {
    name: 'self-attention',
    inputs: { x: [S, B, F], padding: [S, B] },
    fixed: ['padding'],
    weights: { projection: [F, 3 * F], projectionBias: [3 * F], output: [F, F], outputBias: [F] },
    forward: (g, v) => forward(g, v, shape),
    backward: (g, v, gradients) => backward(g, v, gradients, shape),
  };
}
