/**
 * The recurrent cells and the layer that walks them in plain eager operations: what the compiled graphs must equal,
 * and what runs where the native library is missing. T steps, B batch, I input size, H units of a direction.
 * Equations and gate orders: gru-cell.ts, lstm-cell.ts, simple-rnn-cell.ts.
 * @module
 */
import type { Tensorflow, Tensor } from '../tensor/backend';
import { DIRECTIONS, type CellName, type Direction } from './cell';
import type { LayerWeights } from './recurrent-layer';

/** The states of one direction, each [B, H]; the first is the output h. */
type States = readonly Tensor[];
/** One step: x [B, I] and the states before it → the states after it. */
type Step = (tf: Tensorflow, w: (name: string) => Tensor, x: Tensor, states: States) => States;

const simpleRnnStep: Step = (tf, w, x, [h]) => [
  tf.tanh(tf.add(tf.add(tf.matMul(x, w('kernel')), w('bias')), tf.matMul(h!, w('recurrent')))),
];

const lstmStep: Step = (tf, w, x, [h, c]) => {
  const sums = tf.add(tf.add(tf.matMul(x, w('kernel')), w('bias')), tf.matMul(h!, w('recurrent'))); // [B, 4H]
  const [i, f, g, o] = tf.split(sums, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
  const cell = tf.add(tf.mul(tf.sigmoid(f), c!), tf.mul(tf.sigmoid(i), tf.tanh(g)));
  return [tf.mul(tf.sigmoid(o), tf.tanh(cell)), cell];
};

const gruStep: Step = (tf, w, x, [h]) => {
  const fromInput = tf.add(tf.matMul(x, w('kernel')), w('bias')); // [B, 3H]
  const fromState = tf.matMul(h!, w('recurrent')); // [B, 3H]
  const [xr, xz, xn] = tf.split(fromInput, 3, 1) as [Tensor, Tensor, Tensor];
  const [hr, hz, hn] = tf.split(fromState, 3, 1) as [Tensor, Tensor, Tensor];
  const r = tf.sigmoid(tf.add(xr, hr));
  const z = tf.sigmoid(tf.add(xz, hz));
  const n = tf.tanh(tf.add(xn, tf.mul(r, tf.add(hn, w('candidateBias')))));
  return [tf.add(n, tf.mul(z, tf.sub(h!, n)))];
};

const STEPS: Readonly<Record<CellName, { readonly step: Step; readonly states: number }>> = {
  'simple-rnn': { step: simpleRnnStep, states: 1 },
  lstm: { step: lstmStep, states: 2 },
  gru: { step: gruStep, states: 1 },
};

/** What the reference walks. */
export interface ReferenceInput {
  /** [T, B, I]. */
  readonly x: Tensor;
  /** [T, B], 1 in padding: a sequence's states are those of its last step there. */
  readonly padding: Tensor;
  /** First states of the forward direction, [B, H] each, h first; zero if they are not given. */
  readonly states?: readonly Tensor[];
  /** Both by default. */
  readonly directions?: readonly Direction[];
}

/** Walks one direction; gives every y [B, H] by time, and the states at the end. */
function walkReference(
  tf: Tensorflow,
  cell: CellName,
  weights: LayerWeights,
  d: Direction,
  { x, padding, states: first }: ReferenceInput,
): { y: Tensor[]; states: States } {
  const [steps, batch] = x.shape as [number, number, number];
  const units = weights[`${d}/recurrent`]!.shape[0];
  const inputs = tf.unstack(x);
  const paddings = tf.unstack(padding).map((p) => tf.reshape(p, [batch, 1]));
  const order = Array.from({ length: steps }, (_, t) => (d === 'forward' ? t : steps - 1 - t));
  const y = new Array<Tensor>(steps);
  let states: States = Array.from({ length: STEPS[cell].states }, () => tf.zeros([batch, units]));
  if (d === 'forward' && first) states = first;
  for (const t of order) {
    const next = STEPS[cell].step(tf, (name) => weights[`${d}/${name}`]!, inputs[t]!, states);
    states = next.map((s, k) => tf.add(s, tf.mul(paddings[t]!, tf.sub(states[k]!, s))));
    y[t] = states[0]!;
  }
  return { y, states };
}

/**
 * A whole sequence in all directions; differentiable by `tf.grads`.
 * @returns [T, B, D·H], the directions side by side.
 */
export function layerReference(
  tf: Tensorflow,
  cell: CellName,
  weights: LayerWeights,
  input: ReferenceInput,
): Tensor {
  const { directions = DIRECTIONS } = input;
  const outputs = directions.map((d) => tf.stack(walkReference(tf, cell, weights, d, input).y));
  return tf.concat(outputs, 2);
}

/** The forward direction's states after the sequence, [B, H] each, h first. */
export function lastStates(
  tf: Tensorflow,
  cell: CellName,
  weights: LayerWeights,
  input: ReferenceInput,
): readonly Tensor[] {
  return walkReference(tf, cell, weights, 'forward', input).states;
}
