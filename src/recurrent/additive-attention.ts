/**
 * Additive attention as graphs, forward and backward: every query looks at all keys of its sequence.
 * S queries, T keys, B batch, Q size of a query, K of a key, A of the common space, V of a value.
 * Source: Bahdanau, Cho and Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate",
 * section 3.1 and appendix A.1.2:
 *   e[b,s,t] = score · tanh(q[s,b]·query + bias + k[t,b]·key)   a = softmax over t of e, without padded keys
 *   context[s,b] = Σ_t a[b,s,t] · value[t,b]
 * One query at a time (S = 1) serves a decoder that feeds its context back.
 * @module
 */
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import { batchMatMul, permute, softmax, softmaxGradient } from '../tensor/array-operations';
import * as op from '../tensor/graph-operations';
import type { ForwardResult, GraphLayer, Symbolics, Values } from './graph-layer';

/** Sizes of the layer. */
export interface AttentionShape {
  readonly batch: number;
  readonly queries: number;
  readonly keys: number;
  readonly querySize: number;
  readonly keySize: number;
  readonly valueSize: number;
  /** A: units of the hidden layer of the score. */
  readonly units: number;
}

/** Added to the score of a padded key: its weight is exactly 0 in 32 bits while any other key is there. */
export const PADDED_SCORE = -1e9;

/** [n, B, F] ↔ [B, n, F]. */
const SWAP = [1, 0, 2] as const;

/** x [n, B, F] · w [F, A] → [n, B, A]. */
function project(g: GraphBuilder, x: Symbolic, w: Symbolic): Symbolic {
  const [n, B, F] = x.shape as [number, number, number];
  return op.reshape(g, op.matMul(g, op.reshape(g, x, [n * B, F]), w), [n, B, w.shape[1]!]);
}

function forward(g: GraphBuilder, v: Values, shape: AttentionShape): ForwardResult {
  const { batch: B, queries: S, keys: T, units: A } = shape;
  const q = permute(g, op.addBias(g, project(g, v('queries'), v('query')), v('bias')), SWAP); // [B,S,A]
  const k = permute(g, project(g, v('keys'), v('key')), SWAP); // [B,T,A]
  const hidden = op.tanh(
    g,
    op.add(g, op.reshape(g, q, [B, S, 1, A]), op.reshape(g, k, [B, 1, T, A])),
  ); // [B,S,T,A]
  const flat = op.reshape(g, hidden, [B * S * T, A]);
  const scores = op.matMul(g, flat, op.reshape(g, v('score'), [A, 1]));
  const padded = op.multiply(
    g,
    permute(g, op.reshape(g, v('padding'), [T, B, 1]), [1, 2, 0]), // [B,1,T]
    op.scalar(g, PADDED_SCORE),
  );
  const weights = softmax(g, op.add(g, op.reshape(g, scores, [B, S, T]), padded));
  const values = permute(g, v('values'), SWAP); // [B,T,V]
  const context = permute(g, batchMatMul(g, weights, values), SWAP); // [S,B,V]
  return { outputs: { context, weights }, tape: { hidden } };
}

function backward(
  g: GraphBuilder,
  v: Values,
  gradients: Symbolics,
  { batch: B, queries: S, keys: T, querySize: Q, keySize: K, units: A }: AttentionShape,
): Symbolics {
  const weights = v('weights'); // [B,S,T]
  const hidden = v('hidden'); // [B,S,T,A]
  const dContext = permute(g, gradients['context']!, SWAP); // [B,S,V]
  const values = permute(g, v('values'), SWAP);
  const dValues = batchMatMul(g, weights, dContext, { transposeA: true }); // [B,T,V]
  const fromContext = batchMatMul(g, dContext, values, { transposeB: true });
  const dWeights = op.add(g, fromContext, gradients['weights']!);
  const dScores = op.reshape(g, softmaxGradient(g, weights, dWeights), [B * S * T, 1]);
  const flat = op.reshape(g, hidden, [B * S * T, A]);
  const dScore = op.reshape(g, op.matMul(g, flat, dScores, { transposeA: true }), [A]);
  const dHidden = op.multiply(g, dScores, op.reshape(g, v('score'), [1, A])); // [B·S·T, A]
  const dSums = op.reshape(g, op.tanhGradient(g, flat, dHidden), [B, S, T, A]);
  const dq = op.reshape(g, permute(g, op.sum(g, dSums, [2]), SWAP), [S * B, A]);
  const dk = op.reshape(g, permute(g, op.sum(g, dSums, [1]), SWAP), [T * B, A]);
  const queries = op.reshape(g, v('queries'), [S * B, Q]);
  const keys = op.reshape(g, v('keys'), [T * B, K]);
  const back = (d: Symbolic, w: Symbolic, n: number, size: number): Symbolic =>
    op.reshape(g, op.matMul(g, d, w, { transposeB: true }), [n, B, size]);
  return {
    queries: back(dq, v('query'), S, Q),
    keys: back(dk, v('key'), T, K),
    values: permute(g, dValues, SWAP),
    query: op.matMul(g, queries, dq, { transposeA: true }),
    key: op.matMul(g, keys, dk, { transposeA: true }),
    bias: op.sum(g, dq, [0]),
    score: dScore,
  };
}

/**
 * Inputs: `queries` [S,B,Q], `keys` [T,B,K], `values` [T,B,V], `padding` [T,B] (1 where a sequence of keys has
 * ended). Weights: `query` [Q,A], `key` [K,A], `bias` [A], `score` [A]. Outputs: `context` [S,B,V], and `weights`
 * [B,S,T], the alignment, whose gradient is zero where nobody uses it.
 */
export function additiveAttention(shape: AttentionShape): GraphLayer {
  const { batch: B, queries: S, keys: T, querySize: Q, keySize: K, valueSize: V, units: A } = shape;
  return {
    name: 'additive-attention',
    inputs: { queries: [S, B, Q], keys: [T, B, K], values: [T, B, V], padding: [T, B] },
    fixed: ['padding'],
    weights: { query: [Q, A], key: [K, A], bias: [A], score: [A] },
    forward: (g, v) => forward(g, v, shape),
    backward: (g, v, gradients) => backward(g, v, gradients, shape),
  };
}
