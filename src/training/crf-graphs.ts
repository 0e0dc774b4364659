/**
 * The denominator of CTC-CRF as graphs of one block of frames: the sum over all phone sequences, under a phone trigram
 * P(c | a, b) and CTC's topology, by the forward and backward recursions.
 * Source: Xiang and Ou 2019, "CRF-based single-stage acoustic modeling with CTC topology"; the recursion over two
 * phones of history follows from it.
 *
 * V phones, N = V + 1 histories (index V: start), B batch, S frames, C = V + 1 classes with the blank last. Two states
 * a history (a, b): L, the last frame was label b; K, it was blank after label b. Both are kept as [b, B, a], so that
 * the sum over a is one batch of products:
 *   enter[b, B, c] = Σ_a K[b, B, a] P(c | a, b) + Σ_a L[b, B, a] P(c | a, b) [c ≠ b]
 *   L'[c, B, b] = y_c (enter[b, B, c] + L[c, B, b])      K' = y_blank (L + K)
 * Each frame is scaled to a sum of 1 and the logarithms of the sums are added up.
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

/** What both directions start with: the trigram as a table, and the input `posteriors` [S, B, C] by frame. */
function begin(
  trigram: PhoneTrigram,
  { batch: B, steps: S }: CrfShape,
): { g: GraphBuilder; N: number; table: Symbolic; scores: FrameScores } {
  const g = new GraphBuilder('float32', 'crf');
  const N = trigram.units + 1;
  const table = g.constant(transitions(trigram), [N, 2 * N, N]);
  return { g, N, table, scores: frameScores(g, g.input('posteriors', [S, B, N])) };
}

/**
 * Forward: inputs `posteriors` [S, B, C], `labels` and `blanks` (the states before), [N, B, N]; outputs `labelsAt` and
 * `blanksAt` [S, N, B, N] after each frame, and `logSum` [B], what the block adds to the logarithm.
 */
export function crfForwardGraph(
  trigram: PhoneTrigram,
  { batch: B, steps: S }: CrfShape,
): GraphBuilder {
  const { g, N, table, scores } = begin(trigram, { batch: B, steps: S });
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
  g.output('logSum', op.sum(g, op.logarithm(g, op.stack(g, sums)), [0]));
  return g;
}

/**
 * Backward: inputs `posteriors`, `labelsAt`, `blanksAt` of the forward pass, `dLabels` and `dBlanks` [N, B, N] from the
 * block behind (ones at the end); outputs `occupancies` [S, B, C], which sum to 1 a frame, and `dLabels`, `dBlanks`.
 */
export function crfBackwardGraph(
  trigram: PhoneTrigram,
  { batch: B, steps: S }: CrfShape,
): GraphBuilder {
  const { g, N, table, scores } = begin(trigram, { batch: B, steps: S });
  const ls = op.unstack(g, g.input('labelsAt', [S, N, B, N]));
  const ks = op.unstack(g, g.input('blanksAt', [S, N, B, N]));
  let bl = g.input('dLabels', [N, B, N]);
  let bk = g.input('dBlanks', [N, B, N]);
  const occupancies = new Array<Symbolic>(S);
  for (let t = S - 1; t >= 0; t--) {
    const byLabel = op.sum(g, op.multiply(g, ls[t]!, bl), [2]); // [N, B]; the last row, start, is 0
    const ofBlank = op.sum(g, op.multiply(g, ks[t]!, bk), [0, 2]); // [B]
    const [labels] = op.splitSizes(g, byLabel, [N - 1, 1], 0);
    const both = op.concat(g, [labels!, op.reshape(g, ofBlank, [1, B])], 0);
    const share = op.divide(g, both, op.reshape(g, op.sum(g, both, [0]), [1, B]));
    occupancies[t] = op.transpose(g, share);
    const heardL = op.multiply(g, bl, scores.labels[t]!);
    const heardK = op.multiply(g, bk, scores.blanks[t]!);
    const back = batchMatMul(g, permute(g, heardL, [2, 1, 0]), table, { transposeB: true });
    const [toK, toL] = op.split(g, back, 2, 2) as [Symbolic, Symbolic];
    const before = scaled(g, op.addAll(g, [toL, heardL, heardK]), op.add(g, toK, heardK));
    [bl, bk] = before;
  }
  g.output('occupancies', op.stack(g, occupancies));
  g.output('dLabels', bl);
  g.output('dBlanks', bk);
  return g;
}
