/**
 * The LSTM cell as graphs, forward and backward. Gate order as in PyTorch: input i, forget f, candidate g, output o.
 * Equations: Gers et al. 2000 (with forget gate, without peepholes), as PyTorch writes them:
 *   i, f, o = σ(x·W + b + h·U)   g = tanh(x·Wg + bg + h·Ug)   c' = f ∘ c + i ∘ g   h' = o ∘ tanh(c')
 * Padding adds a large number to f and takes it from i: f is exactly 1 and i exactly 0 there, so c stands still.
 * @module
 */
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';
import {
  HOLD,
  before,
  tellNorms,
  walk,
  weightGradients,
  type BlockShape,
  type Direction,
  type RecurrentCell,
} from './cell';

type Triple = [Symbolic, Symbolic, Symbolic];

function parameterShapes(inputSize: number, units: number): Record<string, number[]> {
  return { kernel: [inputSize, 4 * units], recurrent: [units, 4 * units], bias: [4 * units] };
}

/** x·W + b of all steps at once, [S,B,4H], with the hold of padding in it. */
function fromInputs(g: GraphBuilder, d: Direction, shape: BlockShape): Symbolic {
  const { batch: B, steps: S, inputSize: I, units: H } = shape;
  const x = op.reshape(g, g.input(`${d}/x`, [S, B, I]), [S * B, I]);
  const padding = op.reshape(g, g.input(`${d}/padding`, [S, B]), [S * B, 1]);
  const holdRow = new Float32Array(4 * H).fill(-HOLD, 0, H).fill(HOLD, H, 2 * H);
  const hold = op.multiply(g, padding, g.constant(holdRow, [1, 4 * H]));
  const product = op.matMul(g, x, g.input(`${d}/kernel`, [I, 4 * H]));
  const sum = op.add(g, op.addBias(g, product, g.input(`${d}/bias`, [4 * H])), hold);
  return op.reshape(g, sum, [S, B, 4 * H]);
}

function forward(g: GraphBuilder, d: Direction, shape: BlockShape, keepTape: boolean): void {
  const { batch: B, steps: S, units: H } = shape;
  const inputAt = op.unstack(g, fromInputs(g, d, shape));
  const recurrent = g.input(`${d}/recurrent`, [H, 4 * H]);
  let h = g.input(`${d}/state`, [B, H]);
  let c = g.input(`${d}/cell`, [B, H]);
  const states = new Array<Symbolic>(S);
  const cells = new Array<Symbolic>(S);
  const gates = new Array<Symbolic>(S);
  for (const t of walk(d, S)) {
    const sum = op.add(g, inputAt[t]!, op.matMul(g, h, recurrent));
    const [sumIF, sumG, sumO] = op.splitSizes(g, sum, [2 * H, H, H], 1) as Triple;
    const inputForget = op.sigmoid(g, sumIF);
    const [i, f] = op.split(g, inputForget, 2, 1) as [Symbolic, Symbolic];
    const candidate = op.tanh(g, sumG);
    const o = op.sigmoid(g, sumO);
    c = op.add(g, op.multiply(g, f, c), op.multiply(g, i, candidate));
    h = op.multiply(g, o, op.tanh(g, c));
    states[t] = h;
    cells[t] = c;
    if (keepTape) gates[t] = op.concat(g, [inputForget, candidate, o], 1);
  }
  g.output(`${d}/y`, op.stack(g, states));
  g.output(`${d}/state`, h);
  g.output(`${d}/cell`, c);
  if (!keepTape) return;
  g.output(`${d}/gates`, op.stack(g, gates));
  g.output(`${d}/cells`, op.stack(g, cells));
}

/** The local derivatives, for the whole block at once; see `backward` for what they are multiplied with. */
function derivatives(
  g: GraphBuilder,
  gates: Symbolic,
  cells: Symbolic,
  cellsBefore: Symbolic,
): { f: Symbolic; toCell: Symbolic; toOutput: Symbolic; fromCell: Symbolic } {
  const [i, f, candidate, o] = op.split(g, gates, 4, 2) as [...Triple, Symbolic];
  const squashed = op.tanh(g, cells);
  return {
    f,
    toCell: op.tanhGradient(g, squashed, o), // ∂h'/∂c'
    toOutput: op.sigmoidGradient(g, o, squashed), // ∂h'/∂(o's sum)
    fromCell: op.concat(
      g,
      [
        op.sigmoidGradient(g, i, candidate),
        op.sigmoidGradient(g, f, cellsBefore),
        op.tanhGradient(g, candidate, i),
      ],
      2,
    ), // ∂c'/∂(sums of i, f, g)
  };
}

function backward(g: GraphBuilder, d: Direction, shape: BlockShape): void {
  const { batch: B, steps: S, inputSize: I, units: H } = shape;
  const kernel = g.input(`${d}/kernel`, [I, 4 * H]);
  const recurrentTransposed = op.transpose(g, g.input(`${d}/recurrent`, [H, 4 * H]));
  const x = g.input(`${d}/x`, [S, B, I]);
  const hBefore = before(g, d, g.input(`${d}/y`, [S, B, H]), g.input(`${d}/state`, [B, H]));
  const cells = g.input(`${d}/cells`, [S, B, H]);
  const cellsBefore = before(g, d, cells, g.input(`${d}/cell`, [B, H]));
  const local = derivatives(g, g.input(`${d}/gates`, [S, B, 4 * H]), cells, cellsBefore);
  const at = {
    f: op.unstack(g, local.f),
    toCell: op.unstack(g, local.toCell),
    toOutput: op.unstack(g, local.toOutput),
    fromCell: op.unstack(g, op.reshape(g, local.fromCell, [S, B, 3, H])),
    dy: op.unstack(g, g.input(`${d}/dy`, [S, B, H])),
  };
  let dhCarried = g.input(`${d}/dstate`, [B, H]);
  let dcCarried = g.input(`${d}/dcell`, [B, H]);
  const dSums = new Array<Symbolic>(S);
  const dhAt = new Array<Symbolic>(S);
  for (const t of walk(d, S).reverse()) {
    const dh = op.add(g, dhCarried, at.dy[t]!);
    dhAt[t] = dh;
    const dc = op.add(g, dcCarried, op.multiply(g, dh, at.toCell[t]!));
    const spread = op.multiply(g, op.reshape(g, dc, [B, 1, H]), at.fromCell[t]!);
    const dOutput = op.multiply(g, dh, at.toOutput[t]!);
    dSums[t] = op.concat(g, [op.reshape(g, spread, [B, 3 * H]), dOutput], 1);
    dhCarried = op.matMul(g, dSums[t], recurrentTransposed);
    dcCarried = op.multiply(g, dc, at.f[t]!);
  }
  g.output(`${d}/dstate`, dhCarried);
  g.output(`${d}/dcell`, dcCarried);
  tellNorms(g, d, op.stack(g, dhAt));
  const dSum = op.reshape(g, op.stack(g, dSums), [S * B, 4 * H]);
  weightGradients(g, d, shape, { x, hBefore, kernel }, dSum, dSum);
}

/** Long short-term memory. */
export const LSTM: RecurrentCell = {
  name: 'lstm',
  parameterShapes,
  states: ['state', 'cell'],
  tape: ['gates', 'cells'],
  forward,
  backward,
};
