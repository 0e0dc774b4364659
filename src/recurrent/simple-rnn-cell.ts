/**
 * The simple recurrent cell as graphs, forward and backward.
 * Equation: Elman 1990, as PyTorch writes it: h' = tanh(x·W + b + h·U).
 * There is no gate that could hold the state in padding, so it is set to zero there.
 * @module
 */
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';
import {
  before,
  tellNorms,
  walk,
  weightGradients,
  type BlockShape,
  type Direction,
  type RecurrentCell,
} from './cell';

function parameterShapes(inputSize: number, units: number): Record<string, number[]> {
  return { kernel: [inputSize, units], recurrent: [units, units], bias: [units] };
}

/** 1 where there is speech and 0 in padding, [S, B, 1]. */
function spoken(g: GraphBuilder, d: Direction, { batch: B, steps: S }: BlockShape): Symbolic {
  const padding = g.input(`${d}/padding`, [S, B]);
  return op.reshape(g, op.subtract(g, op.scalar(g, 1), padding), [S, B, 1]);
}

function forward(g: GraphBuilder, d: Direction, shape: BlockShape, keepTape: boolean): void {
  const { batch: B, steps: S, inputSize: I, units: H } = shape;
  const x = op.reshape(g, g.input(`${d}/x`, [S, B, I]), [S * B, I]);
  const product = op.matMul(g, x, g.input(`${d}/kernel`, [I, H]));
  const sums = op.addBias(g, product, g.input(`${d}/bias`, [H]));
  const inputAt = op.unstack(g, op.reshape(g, sums, [S, B, H]));
  const spokenMask = spoken(g, d, shape);
  const spokenAt = op.unstack(g, spokenMask);
  const recurrent = g.input(`${d}/recurrent`, [H, H]);
  let h = g.input(`${d}/state`, [B, H]);
  const states = new Array<Symbolic>(S);
  for (const t of walk(d, S)) {
    const squashed = op.tanh(g, op.add(g, inputAt[t]!, op.matMul(g, h, recurrent)));
    h = op.multiply(g, squashed, spokenAt[t]!);
    states[t] = h;
  }
  g.output(`${d}/y`, op.stack(g, states));
  g.output(`${d}/state`, h);
  if (keepTape) g.output(`${d}/spoken`, spokenMask);
}

function backward(g: GraphBuilder, d: Direction, shape: BlockShape): void {
  const { batch: B, steps: S, inputSize: I, units: H } = shape;
  const kernel = g.input(`${d}/kernel`, [I, H]);
  const recurrentTransposed = op.transpose(g, g.input(`${d}/recurrent`, [H, H]));
  const x = g.input(`${d}/x`, [S, B, I]);
  const y = g.input(`${d}/y`, [S, B, H]);
  const hBefore = before(g, d, y, g.input(`${d}/state`, [B, H]));
  // In padding y is 0, whose tanh would pass every gradient: the mask stops it.
  const slopes = op.multiply(
    g,
    op.tanhGradient(g, y, op.onesLike(g, y)),
    g.input(`${d}/spoken`, [S, B, 1]),
  );
  const slopeAt = op.unstack(g, slopes);
  const dyAt = op.unstack(g, g.input(`${d}/dy`, [S, B, H]));
  let carried = g.input(`${d}/dstate`, [B, H]);
  const dSums = new Array<Symbolic>(S);
  const dh = new Array<Symbolic>(S);
  for (const t of walk(d, S).reverse()) {
    dh[t] = op.add(g, carried, dyAt[t]!);
    dSums[t] = op.multiply(g, dh[t], slopeAt[t]!);
    carried = op.matMul(g, dSums[t], recurrentTransposed);
  }
  g.output(`${d}/dstate`, carried);
  tellNorms(g, d, op.stack(g, dh));
  const dSum = op.reshape(g, op.stack(g, dSums), [S * B, H]);
  weightGradients(g, d, shape, { x, hBefore, kernel }, dSum, dSum);
}

/** The simple recurrent network. */
export const SIMPLE_RNN: RecurrentCell = {
  name: 'simple-rnn',
  parameterShapes,
  states: ['state'],
  tape: ['spoken'],
  forward,
  backward,
};
