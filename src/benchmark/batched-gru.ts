/**
 * A GRU layer whose two directions are one batched product a step: a form that is measured against two products beside
 * each other. D = 2 directions, S steps, B batch, I input size, H units; everything of direction 1 runs on time reversed.
 * Equations: src/recurrent/gru-cell.ts, without padding.
 * @module
 */
import type { BlockShape } from '../recurrent/cell';
import { batchMatMul } from '../tensor/array-operations';
import { GraphBuilder, type Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';

/**
 * Inputs: `x` [D,S,B,I], `kernel` [D,I,3H], `recurrent` [D,H,3H], `bias` [D,1,3H], `candidateBias` [D,1,H]. Output: `y`
 * [S,D,B,H].
 */
export function batchedGru({
  steps: S,
  batch: B,
  inputSize: I,
  units: H,
}: BlockShape): GraphBuilder {
  const g = new GraphBuilder('float32', 'batched_gru');
  const x = op.reshape(g, g.input('x', [2, S, B, I]), [2, S * B, I]);
  const sums = op.add(
    g,
    batchMatMul(g, x, g.input('kernel', [2, I, 3 * H])),
    g.input('bias', [2, 1, 3 * H]),
  );
  const inputAt = op.split(g, op.reshape(g, sums, [2, S, B, 3 * H]), S, 1);
  const recurrent = g.input('recurrent', [2, H, 3 * H]);
  const candidateBias = g.input('candidateBias', [2, 1, H]);
  let h = g.constant(new Float32Array(2 * B * H), [2, B, H]);
  const states: Symbolic[] = [];
  for (const at of inputAt) {
    const fromInput = op.reshape(g, at, [2, B, 3 * H]);
    const fromState = batchMatMul(g, h, recurrent);
    const [gatesX, candidateX] = op.splitSizes(g, fromInput, [2 * H, H], 2) as [Symbolic, Symbolic];
    const [gatesH, candidateH] = op.splitSizes(g, fromState, [2 * H, H], 2) as [Symbolic, Symbolic];
    const gates = op.sigmoid(g, op.add(g, gatesX, gatesH));
    const [r, z] = op.split(g, gates, 2, 2) as [Symbolic, Symbolic];
    const product = op.multiply(g, r, op.add(g, candidateH, candidateBias));
    const n = op.tanh(g, op.add(g, candidateX, product));
    h = op.add(g, n, op.multiply(g, z, op.subtract(g, h, n)));
    states.push(h);
  }
  g.output('y', op.stack(g, states));
  return g;
}
