/**
 * What a recurrent cell tells the layer that walks it: its weights, its states, and its graphs of one block.
 * B batch, S steps of a block, I input size, H units of a direction.
 * @module
 */
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';

/** The two walks through time. */
export const DIRECTIONS = ['forward', 'backward'] as const;
/** One of them. */
export type Direction = (typeof DIRECTIONS)[number];

/** Sizes that a block's graphs are compiled for. */
export interface BlockShape {
  readonly batch: number;
  readonly steps: number;
  readonly inputSize: number;
  readonly units: number;
}

/** A cell as data and graph builders; ports of direction d are named `d/port`. */
export interface RecurrentCell {
  readonly name: CellName;
  /** Shapes of the weights of one direction, by name. */
  parameterShapes(inputSize: number, units: number): Readonly<Record<string, readonly number[]>>;
  /** Ports of what goes from step to step, each [B, H]; the first is the output h. */
  readonly states: readonly string[];
  /** Ports, beside `y`, of what the forward pass keeps for the backward pass. */
  readonly tape: readonly string[];
  /**
   * Adds one direction's forward pass. Inputs: `x` [S,B,I], `padding` [S,B] (1 in padding), the states, the weights.
   * Outputs: `y` [S,B,H], the states after the block, and with `keepTape` the tape.
   */
  forward(g: GraphBuilder, d: Direction, shape: BlockShape, keepTape: boolean): void;
  /**
   * Adds one direction's backward pass (BPTT by hand). Inputs: `x`, `y`, the states before the block, the tape,
   * `kernel` and `recurrent`, `dy` [S,B,H], `d` + state of the states after the block, and `d` + weight: the sums
   * of the weights' gradients so far. Outputs: `dx` [S,B,I], `d` + state before the block, the new sums, and `norms`
   * [S]: of the gradient by h at each step.
   */
  backward(g: GraphBuilder, d: Direction, shape: BlockShape): void;
}

/** The cells that there are. */
export type CellName = 'simple-rnn' | 'lstm' | 'gru';

/** Weights that a backward pass reads; biases only add. */
export const BACKWARD_PARAMETERS = ['kernel', 'recurrent'] as const;

/** Added to a gate's pre-activation in padding to hold it open: σ(10⁴) is exactly 1 in 32 bits, σ(−10⁴) exactly 0. */
export const HOLD = 1e4;

/** Time indices in the order in which a direction walks them. */
export function walk(d: Direction, steps: number): number[] {
  const order = Array.from({ length: steps }, (_, t) => t);
  return d === 'forward' ? order : order.reverse();
}

/** The walk that goes back over what `d` has walked. */
export function opposite(d: Direction): Direction {
  return d === 'forward' ? 'backward' : 'forward';
}

/** The value of the step before each step, [S,B,H]: `sequence` moved by one, with `initial` [B,H] at the start. */
export function before(
  g: GraphBuilder,
  d: Direction,
  sequence: Symbolic,
  initial: Symbolic,
): Symbolic {
  const [S, B, H] = sequence.shape as [number, number, number];
  const first = op.reshape(g, initial, [1, B, H]);
  if (d === 'forward') {
    const [kept] = op.splitSizes(g, sequence, [S - 1, 1], 0);
    return op.concat(g, [first, kept!], 0);
  }
  const [, kept] = op.splitSizes(g, sequence, [1, S - 1], 0);
  return op.concat(g, [kept!, first], 0);
}

/** Tells how large the gradient by the state is at each step: output `d/norms` [S], from dh [S,B,H]. */
export function tellNorms(g: GraphBuilder, d: Direction, dh: Symbolic): void {
  g.output(`${d}/norms`, op.squareRoot(g, op.sum(g, op.square(g, dh), [1, 2])));
}

/** Adds `gradient` to the sum so far of weight `name`. */
export function accumulate(g: GraphBuilder, d: Direction, name: string, gradient: Symbolic): void {
  g.output(`${d}/d${name}`, op.add(g, g.input(`${d}/d${name}`, gradient.shape), gradient));
}

/**
 * What every cell does with the gradients of its pre-activations, in one large product each over all steps.
 * @param dInput Gradient of x·kernel + bias, [S·B, G]; @param dRecurrent Gradient of h·recurrent, [S·B, G].
 */
export function weightGradients(
  g: GraphBuilder,
  d: Direction,
  shape: BlockShape,
  inputs: { readonly x: Symbolic; readonly hBefore: Symbolic; readonly kernel: Symbolic },
  dInput: Symbolic,
  dRecurrent: Symbolic,
): void {
  const { batch: B, steps: S, inputSize: I, units: H } = shape;
  const x = op.reshape(g, inputs.x, [S * B, I]);
  const h = op.reshape(g, inputs.hBefore, [S * B, H]);
  accumulate(g, d, 'kernel', op.matMul(g, x, dInput, { transposeA: true }));
  accumulate(g, d, 'recurrent', op.matMul(g, h, dRecurrent, { transposeA: true }));
  accumulate(g, d, 'bias', op.sum(g, dInput, [0]));
  const dx = op.matMul(g, dInput, inputs.kernel, { transposeB: true });
  g.output(`${d}/dx`, op.reshape(g, dx, [S, B, I]));
}
