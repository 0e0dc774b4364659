/**
 * One bidirectional GRU layer over a block of S steps, forward and backward (BPTT by hand), as graphs.
 * Both directions run beside each other: the forward one on block i, the backward one on block n − 1 − i,
 * so that a sequence of any length is walked with one small graph and the state is carried between blocks.
 *
 * B batch, S steps of a block, I input size, H units of a direction. Gate order: reset r, update z, candidate n.
 * Equations: PyTorch and cuDNN's form of Cho et al. 2014 (reset after the product):
 *   r = σ(x·Wr + br + h·Ur)   z = σ(x·Wz + bz + h·Uz)   n = tanh(x·Wn + bn + r ∘ (h·Un + cn))
 *   h' = n + z ∘ (h − n)
 * Padding adds a large number to z before the sigmoid: z is exactly 1 there and the state stands still.
 * @module
 */
import { GraphBuilder, type Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';

/** Sizes that one compiled layer is made for. */
export interface GruBlockShape {
  readonly batch: number;
  readonly steps: number;
  readonly inputSize: number;
  readonly units: number;
}

/** The two walks through time. */
export const DIRECTIONS = ['forward', 'backward'] as const;
/** One of them. */
export type Direction = (typeof DIRECTIONS)[number];

/** Added to z's pre-activation in padding: σ(10⁴) is exactly 1 in 32 bits. */
const HOLD = 1e4;

interface Parameters {
  readonly kernel: Symbolic; // [I, 3H]
  readonly recurrent: Symbolic; // [H, 3H]
  readonly bias: Symbolic; // [3H]
  readonly candidateBias: Symbolic; // [H], cn: inside the reset product
}

function parameterInputs(g: GraphBuilder, d: Direction, shape: GruBlockShape): Parameters {
  const { inputSize: I, units: H } = shape;
  return {
    kernel: g.input(`${d}/kernel`, [I, 3 * H]),
    recurrent: g.input(`${d}/recurrent`, [H, 3 * H]),
    bias: g.input(`${d}/bias`, [3 * H]),
    candidateBias: g.input(`${d}/candidateBias`, [H]),
  };
}

/** Time indices in the order in which a direction walks them. */
function walk(d: Direction, steps: number): number[] {
  const order = Array.from({ length: steps }, (_, t) => t);
  return d === 'forward' ? order : order.reverse();
}

function forwardDirection(
  g: GraphBuilder,
  d: Direction,
  shape: GruBlockShape,
  keepGates: boolean,
): void {
  const { batch: B, steps: S, inputSize: I, units: H } = shape;
  const p = parameterInputs(g, d, shape);
  const x = op.reshape(g, g.input(`${d}/x`, [S, B, I]), [S * B, I]);
  const padding = op.reshape(g, g.input(`${d}/padding`, [S, B]), [S * B, 1]);
  const [kernelGates, kernelCandidate] = op.splitSizes(g, p.kernel, [2 * H, H], 1) as [
    Symbolic,
    Symbolic,
  ];
  const [recurrentGates, recurrentCandidate] = op.splitSizes(g, p.recurrent, [2 * H, H], 1) as [
    Symbolic,
    Symbolic,
  ];
  const [biasGates, biasCandidate] = op.splitSizes(g, p.bias, [2 * H, H], 0) as [
    Symbolic,
    Symbolic,
  ];
  const holdRow = new Float32Array(2 * H).fill(HOLD, H); // reset gate untouched, update gate held
  const hold = op.multiply(g, padding, g.constant(holdRow, [1, 2 * H]));
  const gatesIn = op.add(g, op.addBias(g, op.matMul(g, x, kernelGates), biasGates), hold);
  const candidateIn = op.addBias(g, op.matMul(g, x, kernelCandidate), biasCandidate);
  const gatesAt = op.unstack(g, op.reshape(g, gatesIn, [S, B, 2 * H]));
  const candidateAt = op.unstack(g, op.reshape(g, candidateIn, [S, B, H]));
  let h = g.input(`${d}/state`, [B, H]);
  const states = new Array<Symbolic>(S);
  const gates = new Array<Symbolic>(S);
  const candidates = new Array<Symbolic>(S);
  const products = new Array<Symbolic>(S);
  for (const t of walk(d, S)) {
    gates[t] = op.sigmoid(g, op.add(g, gatesAt[t]!, op.matMul(g, h, recurrentGates)));
    const [r, z] = op.split(g, gates[t], 2, 1) as [Symbolic, Symbolic];
    products[t] = op.addBias(g, op.matMul(g, h, recurrentCandidate), p.candidateBias);
    candidates[t] = op.tanh(g, op.add(g, candidateAt[t]!, op.multiply(g, r, products[t])));
    h = op.add(g, candidates[t], op.multiply(g, z, op.subtract(g, h, candidates[t])));
    states[t] = h;
  }
  g.output(`${d}/y`, op.stack(g, states));
  g.output(`${d}/state`, h);
  if (!keepGates) return;
  g.output(`${d}/gates`, op.stack(g, gates));
  g.output(`${d}/candidates`, op.stack(g, candidates));
  g.output(`${d}/products`, op.stack(g, products));
}

/**
 * The forward pass of a block. Inputs of each direction d: `d/x` [S,B,I], `d/padding` [S,B] (1 in padding),
 * `d/state` [B,H] and the parameters. Outputs: `d/y` [S,B,H], `d/state`, and with `keepGates` what
 * {@link gruBackwardGraph} needs: `d/gates` [S,B,2H], `d/candidates`, `d/products` (h·Un + cn) [S,B,H].
 */
export function gruForwardGraph(shape: GruBlockShape, keepGates: boolean): GraphBuilder {
  const g = new GraphBuilder();
  for (const d of DIRECTIONS) g.scope(`gru_${d}`, () => { forwardDirection(g, d, shape, keepGates); });
  return g;
}

/** What each step multiplies dh with: the local derivatives, computed for the whole block at once. */
function derivatives(
  g: GraphBuilder,
  gates: Symbolic,
  n: Symbolic,
  product: Symbolic,
  before: Symbolic,
): { z: Symbolic; toCandidate: Symbolic; toPreactivations: Symbolic } {
  const [r, z] = op.split(g, gates, 2, 2) as [Symbolic, Symbolic];
  const one = op.scalar(g, 1);
  const toCandidate = op.tanhGradient(g, n, op.subtract(g, one, z)); // ∂h'/∂(n's pre-activation)
  const toReset = op.sigmoidGradient(g, r, op.multiply(g, toCandidate, product));
  const toUpdate = op.sigmoidGradient(g, z, op.subtract(g, before, n));
  const toProduct = op.multiply(g, toCandidate, r); // ∂h'/∂(h·Un + cn)
  return { z, toCandidate, toPreactivations: op.concat(g, [toReset, toUpdate, toProduct], 2) };
}

function backwardDirection(g: GraphBuilder, d: Direction, shape: GruBlockShape): void {
  const { batch: B, steps: S, inputSize: I, units: H } = shape;
  const p = {
    kernel: g.input(`${d}/kernel`, [I, 3 * H]),
    recurrent: g.input(`${d}/recurrent`, [H, 3 * H]),
  };
  const x = op.reshape(g, g.input(`${d}/x`, [S, B, I]), [S * B, I]);
  const y = g.input(`${d}/y`, [S, B, H]);
  const initial = op.reshape(g, g.input(`${d}/state`, [B, H]), [1, B, H]);
  const [y1, y2] = op.splitSizes(g, y, d === 'forward' ? [S - 1, 1] : [1, S - 1], 0) as [
    Symbolic,
    Symbolic,
  ];
  const before = op.concat(g, d === 'forward' ? [initial, y1] : [y2, initial], 0); // h of the step before
  const n = g.input(`${d}/candidates`, [S, B, H]);
  const local = derivatives(
    g,
    g.input(`${d}/gates`, [S, B, 2 * H]),
    n,
    g.input(`${d}/products`, [S, B, H]),
    before,
  );
  const factorsAt = op.unstack(g, op.reshape(g, local.toPreactivations, [S, B, 3, H]));
  const zAt = op.unstack(g, local.z);
  const dyAt = op.unstack(g, g.input(`${d}/dy`, [S, B, H]));
  const recurrentTransposed = op.transpose(g, p.recurrent); // once, not at every step
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
  // From here on one large product over all steps each, not one a step.
  const dRecurrent = op.reshape(g, op.stack(g, dProducts), [S * B, 3 * H]);
  const [dGates, dProduct] = op.splitSizes(g, dRecurrent, [2 * H, H], 1) as [Symbolic, Symbolic];
  const dCandidate = op.reshape(g, op.multiply(g, op.stack(g, dh), local.toCandidate), [S * B, H]);
  const dInput = op.concat(g, [dGates, dCandidate], 1); // [S·B, 3H]
  const accumulate = (name: string, gradient: Symbolic): void => {
    g.output(`${d}/d${name}`, op.add(g, g.input(`${d}/d${name}`, gradient.shape), gradient));
  };
  accumulate('kernel', op.matMul(g, x, dInput, { transposeA: true }));
  accumulate(
    'recurrent',
    op.matMul(g, op.reshape(g, before, [S * B, H]), dRecurrent, { transposeA: true }),
  );
  accumulate('bias', op.sum(g, dInput, [0]));
  accumulate('candidateBias', op.sum(g, dProduct, [0]));
  g.output(
    `${d}/dx`,
    op.reshape(g, op.matMul(g, dInput, p.kernel, { transposeB: true }), [S, B, I]),
  );
}

/**
 * The backward pass of a block. Inputs of each direction d: `d/x`, `d/y`, `d/state` (before the block), `d/gates`,
 * `d/candidates`, `d/products` of the forward pass, `d/dy` [S,B,H], `d/dstate` [B,H] (gradient of the state after
 * the block), `d/kernel`, `d/recurrent` and the gradients so far `d/dkernel`, `d/drecurrent`, `d/dbias`,
 * `d/dcandidateBias`. Outputs: `d/dx` [S,B,I], `d/dstate` of the state before the block, and the new sums.
 */
export function gruBackwardGraph(shape: GruBlockShape): GraphBuilder {
  const g = new GraphBuilder();
  for (const d of DIRECTIONS) g.scope(`gru_${d}_gradient`, () => { backwardDirection(g, d, shape); });
  return g;
}
