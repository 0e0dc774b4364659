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
  opposite,
  tellNorms,
  weightGradients,
  type BlockShape,
  type Direction,
  type RecurrentCell,
} from './cell';
import { unrolled, type TimeWalk } from './time-walk';

type Pair = [Symbolic, Symbolic];

/** Kept of each step for the backward pass. */
const TAPE = ['gates', 'candidates', 'products'] as const;

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

function forward(
  over: TimeWalk,
  g: GraphBuilder,
  d: Direction,
  shape: BlockShape,
  keepTape: boolean,
): void {
  const { batch: B, units: H } = shape;
  const state = [B, H];
  const recurrent = g.input(`${d}/recurrent`, [H, 3 * H]);
  const candidateBias = g.input(`${d}/candidateBias`, [H]);
  const [recurrentGates, recurrentCandidate] = op.splitSizes(g, recurrent, [2 * H, H], 1) as Pair;
  const { carried, kept } = over(g, {
    direction: d,
    rows: fromInputs(g, d, shape),
    first: [g.input(`${d}/state`, [B, H])],
    keeps: keepTape ? [state, [B, 2 * H], state, state] : [state],
    step([gatesX, candidateX], [before]) {
      const gates = op.sigmoid(g, op.add(g, gatesX!, op.matMul(g, before!, recurrentGates)));
      const [r, z] = op.split(g, gates, 2, 1) as Pair;
      const product = op.addBias(g, op.matMul(g, before!, recurrentCandidate), candidateBias);
      const n = op.tanh(g, op.add(g, candidateX!, op.multiply(g, r, product)));
      const h = op.add(g, n, op.multiply(g, z, op.subtract(g, before!, n)));
      return { carried: [h], kept: keepTape ? [h, gates, n, product] : [h] };
    },
  });
  const [y, ...tape] = kept;
  g.output(`${d}/y`, y!);
  g.output(`${d}/state`, carried[0]!);
  TAPE.forEach((name, i) => {
    if (keepTape) g.output(`${d}/${name}`, tape[i]!);
  });
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

function backward(over: TimeWalk, g: GraphBuilder, d: Direction, shape: BlockShape): void {
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
  const factors = op.reshape(g, local.toPreactivations, [S, B, 3, H]);
  const recurrentTransposed = op.transpose(g, recurrent); // once, not at every step
  const { carried, kept } = over(g, {
    direction: opposite(d),
    rows: [g.input(`${d}/dy`, [S, B, H]), factors, local.z],
    first: [g.input(`${d}/dstate`, [B, H])],
    keeps: [
      [B, H],
      [B, 3 * H],
    ],
    step([dy, factor, z], [dAfter]) {
      const dh = op.add(g, dAfter!, dy!);
      const spread = op.multiply(g, op.reshape(g, dh, [B, 1, H]), factor!);
      const dProducts = op.reshape(g, spread, [B, 3 * H]); // gradients of h·Ur, h·Uz, h·Un + cn
      const through = op.matMul(g, dProducts, recurrentTransposed);
      const dBefore = op.add(g, through, op.multiply(g, dh, z!));
      return { carried: [dBefore], kept: [dh, dProducts] };
    },
  });
  const [dhAll, dProductsAll] = kept as Pair;
  g.output(`${d}/dstate`, carried[0]!);
  const dRecurrent = op.reshape(g, dProductsAll, [S * B, 3 * H]);
  const [dGates, dProduct] = op.splitSizes(g, dRecurrent, [2 * H, H], 1) as Pair;
  tellNorms(g, d, dhAll);
  const dCandidate = op.multiply(g, dhAll, local.toCandidate);
  const dInput = op.concat(g, [dGates, op.reshape(g, dCandidate, [S * B, H])], 1);
  weightGradients(g, d, shape, { x, hBefore, kernel }, dInput, dRecurrent);
  accumulate(g, d, 'candidateBias', op.sum(g, dProduct, [0]));
}

/** The gated recurrent unit, whose graphs go through time in this way. */
export function gruCell(over: TimeWalk): RecurrentCell {
  return {
    name: 'gru',
    parameterShapes,
    states: ['state'],
    tape: TAPE,
    forward(g, d, shape, keepTape) {
      forward(over, g, d, shape, keepTape);
    },
    backward(g, d, shape) {
      backward(over, g, d, shape);
    },
  };
}

/** The gated recurrent unit, step after step. */
export const GRU = gruCell(unrolled);
