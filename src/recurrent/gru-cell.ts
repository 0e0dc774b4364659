/**
 * The GRU cell as graphs, forward and backward. Gate order: reset r, update z, candidate n.
 * Equations: PyTorch and cuDNN's form of Cho et al. 2014 (reset after the product):
 *   r = σ(x·Wr + br + h·Ur)   z = σ(x·Wz + bz + h·Uz)   n = tanh(x·Wn + bn + r ∘ (h·Un + cn))
 *   h' = n + z ∘ (h − n)
 * Padding adds a large number to z before the sigmoid: z is exactly 1 there and the state stands still.
 * @module
 */
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';
import {
  HOLD,
  accumulate,
  before,
  tellNorms,
  walk,
  weightGradients,
  type BlockShape,
  type Direction,
  type RecurrentCell,
} from './cell';

type Pair = [Symbolic, Symbolic];

function parameterShapes(inputSize: number, units: number): Record<string, number[]> {
  return {
    kernel: [inputSize, 3 * units],
    recurrent: [units, 3 * units],
    bias: [3 * units],
    candidateBias: [units], // cn: inside the product with the reset gate
  };
}

/** x·W + b of all steps at once: gates [S,B,2H] with the hold of padding in them, and candidate [S,B,H]. */
function fromInputs(g: GraphBuilder, d: Direction, shape: BlockShape): Pair {
  const { batch: B, steps: S, inputSize: I, units: H } = shape;
  const x = op.reshape(g, g.input(`${d}/x`, [S, B, I]), [S * B, I]);
  const padding = op.reshape(g, g.input(`${d}/padding`, [S, B]), [S * B, 1]);
  const kernel = g.input(`${d}/kernel`, [I, 3 * H]);
  const bias = g.input(`${d}/bias`, [3 * H]);
  const [kernelGates, kernelCandidate] = op.splitSizes(g, kernel, [2 * H, H], 1) as Pair;
  const [biasGates, biasCandidate] = op.splitSizes(g, bias, [2 * H, H], 0) as Pair;
  const holdRow = new Float32Array(2 * H).fill(HOLD, H); // reset gate untouched, update gate held
  const hold = op.multiply(g, padding, g.constant(holdRow, [1, 2 * H]));
  const gates = op.add(g, op.addBias(g, op.matMul(g, x, kernelGates), biasGates), hold);
  const candidate = op.addBias(g, op.matMul(g, x, kernelCandidate), biasCandidate);
  return [op.reshape(g, gates, [S, B, 2 * H]), op.reshape(g, candidate, [S, B, H])];
}

function forward(g: GraphBuilder, d: Direction, shape: BlockShape, keepTape: boolean): void {
  const { batch: B, steps: S, units: H } = shape;
  const [gatesAt, candidateAt] = fromInputs(g, d, shape).map((all) => op.unstack(g, all)) as [
    Symbolic[],
    Symbolic[],
  ];
  const recurrent = g.input(`${d}/recurrent`, [H, 3 * H]);
  const candidateBias = g.input(`${d}/candidateBias`, [H]);
  const [recurrentGates, recurrentCandidate] = op.splitSizes(g, recurrent, [2 * H, H], 1) as Pair;
  let h = g.input(`${d}/state`, [B, H]);
  const states = new Array<Symbolic>(S);
  const gates = new Array<Symbolic>(S);
  const candidates = new Array<Symbolic>(S);
  const products = new Array<Symbolic>(S);
  for (const t of walk(d, S)) {
    gates[t] = op.sigmoid(g, op.add(g, gatesAt[t]!, op.matMul(g, h, recurrentGates)));
    const [r, z] = op.split(g, gates[t], 2, 1) as Pair;
    products[t] = op.addBias(g, op.matMul(g, h, recurrentCandidate), candidateBias);
    candidates[t] = op.tanh(g, op.add(g, candidateAt[t]!, op.multiply(g, r, products[t])));
    h = op.add(g, candidates[t], op.multiply(g, z, op.subtract(g, h, candidates[t])));
    states[t] = h;
  }
  g.output(`${d}/y`, op.stack(g, states));
  g.output(`${d}/state`, h);
  if (!keepTape) return;
  g.output(`${d}/gates`, op.stack(g, gates));
  g.output(`${d}/candidates`, op.stack(g, candidates));
  g.output(`${d}/products`, op.stack(g, products));
}

/** What each step multiplies dh with: the local derivatives, computed for the whole block at once. */
function derivatives(
  g: GraphBuilder,
  gates: Symbolic,
  n: Symbolic,
  product: Symbolic,
  hBefore: Symbolic,
): { z: Symbolic; toCandidate: Symbolic; toPreactivations: Symbolic } {
  const [r, z] = op.split(g, gates, 2, 2) as Pair;
  const toCandidate = op.tanhGradient(g, n, op.subtract(g, op.scalar(g, 1), z));
  const toReset = op.sigmoidGradient(g, r, op.multiply(g, toCandidate, product));
  const toUpdate = op.sigmoidGradient(g, z, op.subtract(g, hBefore, n));
  const toProduct = op.multiply(g, toCandidate, r); // ∂h'/∂(h·Un + cn)
  return { z, toCandidate, toPreactivations: op.concat(g, [toReset, toUpdate, toProduct], 2) };
}

function backward(g: GraphBuilder, d: Direction, shape: BlockShape): void {
  const { batch: B, steps: S, inputSize: I, units: H } = shape;
  const kernel = g.input(`${d}/kernel`, [I, 3 * H]);
  const recurrent = g.input(`${d}/recurrent`, [H, 3 * H]);
  const x = g.input(`${d}/x`, [S, B, I]);
  const hBefore = before(g, d, g.input(`${d}/y`, [S, B, H]), g.input(`${d}/state`, [B, H]));
  const local = derivatives(
    g,
    g.input(`${d}/gates`, [S, B, 2 * H]),
    g.input(`${d}/candidates`, [S, B, H]),
    g.input(`${d}/products`, [S, B, H]),
    hBefore,
  );
  const factorsAt = op.unstack(g, op.reshape(g, local.toPreactivations, [S, B, 3, H]));
  const zAt = op.unstack(g, local.z);
  const dyAt = op.unstack(g, g.input(`${d}/dy`, [S, B, H]));
  const recurrentTransposed = op.transpose(g, recurrent); // once, not at every step
  let carried = g.input(`${d}/dstate`, [B, H]);
  const dh = new Array<Symbolic>(S);
  const dProducts = new Array<Symbolic>(S);
  for (const t of walk(d, S).reverse()) {
    dh[t] = op.add(g, carried, dyAt[t]!);
    const spread = op.multiply(g, op.reshape(g, dh[t], [B, 1, H]), factorsAt[t]!);
    dProducts[t] = op.reshape(g, spread, [B, 3 * H]); // gradients of h·Ur, h·Uz, h·Un + cn
    const through = op.matMul(g, dProducts[t], recurrentTransposed);
    carried = op.add(g, through, op.multiply(g, dh[t], zAt[t]!));
  }
  g.output(`${d}/dstate`, carried);
  const dRecurrent = op.reshape(g, op.stack(g, dProducts), [S * B, 3 * H]);
  const [dGates, dProduct] = op.splitSizes(g, dRecurrent, [2 * H, H], 1) as Pair;
  const dhAll = op.stack(g, dh);
  tellNorms(g, d, dhAll);
  const dCandidate = op.multiply(g, dhAll, local.toCandidate);
  const dInput = op.concat(g, [dGates, op.reshape(g, dCandidate, [S * B, H])], 1);
  weightGradients(g, d, shape, { x, hBefore, kernel }, dInput, dRecurrent);
  accumulate(g, d, 'candidateBias', op.sum(g, dProduct, [0]));
}

/** The gated recurrent unit. */
export const GRU: RecurrentCell = {
  name: 'gru',
  parameterShapes,
  states: ['state'],
  tape: ['gates', 'candidates', 'products'],
  forward,
  backward,
};
