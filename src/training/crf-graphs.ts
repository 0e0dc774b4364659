/**
 * The denominator of CTC-CRF as graphs of blocks of frames: the sum over all phone sequences, under a phone trigram
 * P(c | a, b) and CTC's topology, by the forward and backward recursions.
 * Source: Xiang and Ou 2019, "CRF-based single-stage acoustic modeling with CTC topology"; the recursion over two
 * phones of history follows from it.
 *
 * V phones, N = V + 1 histories (index V: start), B batch, S frames, C = V + 1 classes with the blank last. Two states
 * a history (a, b): L, the last frame was label b; K, it was blank after label b. Both are kept as [b, B, a], so that
 * the sum over a is one batch of products:
 *   enter[b, B, c] = Σ_a K[b, B, a] P(c | a, b) + Σ_a L[b, B, a] P(c | a, b) [c ≠ b]
 *   L'[c, B, b] = y_c (enter[b, B, c] + L[c, B, b])      K' = y_blank (L + K)
 * Each frame is scaled to a sum of 1 and the logarithms of the sums are added up. Neither recursion needs the other, so one
 * graph runs both beside each other, from both ends of an utterance, each on a processor core of its own.
 * @module
 */
import { GraphBuilder, type Symbolic } from '../tensor/graph-builder';
import { batchMatMul, permute } from '../tensor/array-operations';
import * as op from '../tensor/graph-operations';
import type { PhoneTrigram } from '../language/phone-trigram';

/** Sizes that the graphs are compiled for. */
export interface CrfShape {
  readonly batch: number;
  readonly steps: number;
}

/** [N, 2N, N]: rows of K above rows of L, for every b; L never enters its own label, and nothing enters "start". */
function transitions({ units: V, probabilities }: PhoneTrigram): Float32Array {
  const N = V + 1;
  const values = new Float32Array(N * 2 * N * N);
  for (let b = 0; b < N; b++) {
    for (let a = 0; a < N; a++) {
      for (let c = 0; c < V; c++) {
        const p = probabilities[(a * N + b) * V + c]!;
        values[(b * 2 * N + a) * N + c] = p;
        if (c !== b) values[(b * 2 * N + N + a) * N + c] = p;
      }
    }
  }
  return values;
}

interface FrameScores {
  /** [N, B, 1] by frame; 0 for the start. */
  readonly labels: readonly Symbolic[];
  /** [1, B, 1] by frame. */
  readonly blanks: readonly Symbolic[];
}

/** Posteriors [S, B, C] by frame, classes first. */
function frameScores(g: GraphBuilder, posteriors: Symbolic): FrameScores {
  const [S, B, C] = posteriors.shape as [number, number, number];
  const byClass = permute(g, posteriors, [0, 2, 1]);
  const [labels, blanks] = op.splitSizes(g, byClass, [C - 1, 1], 1) as [Symbolic, Symbolic];
  const none = g.constant(new Float32Array(S * B), [S, 1, B]);
  const padded = op.reshape(g, op.concat(g, [labels, none], 1), [S, C, B, 1]);
  return {
    labels: op.unstack(g, padded),
    blanks: op.unstack(g, op.reshape(g, blanks, [S, 1, B, 1])),
  };
}

/** Scales two states to a joint sum of 1 an utterance; the sum is [B]. */
function scaled(g: GraphBuilder, l: Symbolic, k: Symbolic): [Symbolic, Symbolic, Symbolic] {
  const [, B] = l.shape as [number, number, number];
  const total = op.sum(g, op.add(g, l, k), [0, 2]);
  const divisor = op.reshape(g, total, [1, B, 1]);
  return [op.divide(g, l, divisor), op.divide(g, k, divisor), total];
}

/** What both recursions are built with. */
interface Recursion {
  readonly g: GraphBuilder;
  readonly N: number;
  /** The trigram, see {@link transitions}. */
  readonly table: Symbolic;
  readonly shape: CrfShape;
}

/**
 * Forward through a block: inputs `posteriors` [S, B, C], `labels` and `blanks` (the states before), [N, B, N]; outputs
 * `labelsAt` and `blanksAt` [S, N, B, N] after each frame, `labels` and `blanks` after the block, and `logSum` [B], what
 * the block adds to the logarithm.
 */
function forward({ g, N, table, shape: { batch: B, steps: S } }: Recursion): void {
  const scores = frameScores(g, g.input('posteriors', [S, B, N]));
  let l = g.input('labels', [N, B, N]);
  let k = g.input('blanks', [N, B, N]);
  const [ls, ks, sums]: [Symbolic[], Symbolic[], Symbolic[]] = [[], [], []];
  for (let t = 0; t < S; t++) {
    const enter = batchMatMul(g, op.concat(g, [k, l], 2), table); // [b, B, c]
    const entered = op.add(g, permute(g, enter, [2, 1, 0]), l);
    const nextL = op.multiply(g, entered, scores.labels[t]!);
    const nextK = op.multiply(g, op.add(g, l, k), scores.blanks[t]!);
    const [a, b, total] = scaled(g, nextL, nextK);
    [l, k] = [a, b];
    ls.push(l);
    ks.push(k);
    sums.push(total);
  }
  g.output('labelsAt', op.stack(g, ls));
  g.output('blanksAt', op.stack(g, ks));
  g.output('labels', l);
  g.output('blanks', k);
  g.output('logSum', op.sum(g, op.logarithm(g, op.stack(g, sums)), [0]));
}

/**
 * Backward through a block: inputs `posteriorsBehind` [S, B, C], `dLabels` and `dBlanks` [N, B, N] from what lies behind
 * the block (ones at the end); outputs `dLabelsAt` and `dBlanksAt` [S, N, B, N], what follows each frame from either
 * state, and `dLabels` and `dBlanks` before the block.
 */
function backward({ g, N, table, shape: { batch: B, steps: S } }: Recursion): void {
  const scores = frameScores(g, g.input('posteriorsBehind', [S, B, N]));
  let l = g.input('dLabels', [N, B, N]);
  let k = g.input('dBlanks', [N, B, N]);
  const [ls, ks] = [new Array<Symbolic>(S), new Array<Symbolic>(S)];
  for (let t = S - 1; t >= 0; t--) {
    [ls[t], ks[t]] = [l, k];
    const heardL = op.multiply(g, l, scores.labels[t]!);
    const heardK = op.multiply(g, k, scores.blanks[t]!);
    const back = batchMatMul(g, permute(g, heardL, [2, 1, 0]), table, { transposeB: true });
    const [toK, toL] = op.split(g, back, 2, 2) as [Symbolic, Symbolic];
    [l, k] = scaled(g, op.addAll(g, [toL, heardL, heardK]), op.add(g, toK, heardK));
  }
  g.output('dLabelsAt', op.stack(g, ls));
  g.output('dBlanksAt', op.stack(g, ks));
  g.output('dLabels', l);
  g.output('dBlanks', k);
}

/** Both recursions, {@link forward} through one block and {@link backward} through another. */
export function crfRecursionsGraph(trigram: PhoneTrigram, shape: CrfShape): GraphBuilder {
  const g = new GraphBuilder('float32', 'crf');
  const N = trigram.units + 1;
  const table = g.constant(transitions(trigram), [N, 2 * N, N]);
  forward({ g, N, table, shape });
  backward({ g, N, table, shape });
  return g;
}

/**
 * What both recursions found of a block, `labelsAt`, `blanksAt`, `dLabelsAt` and `dBlanksAt` → output `occupancies`
 * [S, B, C], which sum to 1 a frame.
 */
export function crfOccupanciesGraph(
  { units: V }: PhoneTrigram,
  { batch: B, steps: S }: CrfShape,
): GraphBuilder {
  const g = new GraphBuilder('float32', 'crf_occupancies');
  const N = V + 1;
  const of = (name: string): Symbolic => g.input(name, [S, N, B, N]);
  const byLabel = op.sum(g, op.multiply(g, of('labelsAt'), of('dLabelsAt')), [3]); // [S, N, B]; the last, start, is 0
  const ofBlank = op.sum(g, op.multiply(g, of('blanksAt'), of('dBlanksAt')), [1, 3]); // [S, B]
  const [labels] = op.splitSizes(g, byLabel, [V, 1], 1);
  const both = op.concat(g, [labels!, op.reshape(g, ofBlank, [S, 1, B])], 1);
  const share = op.divide(g, both, op.reshape(g, op.sum(g, both, [1]), [S, 1, B]));
  g.output('occupancies', permute(g, share, [0, 2, 1]));
  return g;
}
