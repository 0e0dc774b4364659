/**
 * The best phones of an utterance under a phone trigram and CTC's topology: Viterbi over the states of CTC-CRF's
 * denominator (Xiang and Ou 2019), so that a network trained with that loss is read as it was trained.
 *
 * V phones, N = V + 1 histories (index V: start). Two states a history (a, b): "label", the last step was phone b, and
 * "blank", it was blank after phone b. From either, a step may bring a blank or a new phone c (from "label" not b
 * again), and from "label" the same phone once more.
 * @module
 */
import type { Matrix } from '../base/matrix';
import type { PhoneTrigram } from '../language/phone-trigram';

/**
 * How much the trigram's logarithm counts beside the posteriors'. Best of 0.3, 0.5, 0.7, 0.85 and 1 on 120 development
 * recordings each of two kinds (20.0, 19.0, 18.8, 19.5 and 20.4 % phone errors, and 30.5, 29.9, 29.5, 29.5 and 29.8 %):
 * the network has heard the phones' order, too. On all of them 0.5 and 0.7 are as good: 19.8 and 20.0 %, 30.7 and 30.5 %.
 * A model whose posteriors are flatter, being means of several hearings, has a weight of its own.
 */
const PHONE_MODEL_WEIGHT = 0.7;
/** States this far (natural logarithm) below the best one of a step lead nowhere. */
const BEAM = 14;

/** Where a state was entered from: a stay in it, or the history's first phone a, from "blank" or from "label". */
const STAYED = 255;
const FROM_LABEL = 64;

/** A search over one phone set; shared by all utterances. */
export class PhoneSearch {
  /** [(a, b), c]: weighed log probabilities. */
  private readonly scores: Float32Array;
  private readonly V: number;
  private readonly N: number;

  /** @throws RangeError for more phones than the back pointers can name. */
  constructor({ units, probabilities }: PhoneTrigram, weight = PHONE_MODEL_WEIGHT) {
    if (units + 1 >= FROM_LABEL) {
      throw new RangeError(
        `Cannot search among more than ${FROM_LABEL - 2} phones: current count is ${units}`,
      );
    }
    this.V = units;
    this.N = units + 1;
    this.scores = Float32Array.from(probabilities, (p) => weight * Math.log(p));
  }

  /** @param posteriors T × (V + 1) log posteriors, the blank last. @returns The phones of the best path. */
  best(posteriors: Matrix): number[] {
    const { V, N } = this;
    const states = N * N;
    let labels = new Float32Array(states).fill(-Infinity);
    const blanks = new Float32Array(states).fill(-Infinity);
    blanks[V * N + V] = 0;
    let nextLabels = new Float32Array(states);
    const entries = new Uint8Array(posteriors.rows * states);
    const blankFromLabel = new Uint8Array(posteriors.rows * states);
    for (let t = 0; t < posteriors.rows; t++) {
      const y = posteriors.data.subarray(t * (V + 1), (t + 1) * (V + 1));
      const entry = entries.subarray(t * states, (t + 1) * states);
      this.enter(labels, blanks, nextLabels, entry);
      const fromLabel = blankFromLabel.subarray(t * states, (t + 1) * states);
      for (let s = 0; s < states; s++) {
        const stay = labels[s]!;
        if (stay > nextLabels[s]!) {
          nextLabels[s] = stay;
          entry[s] = STAYED;
        }
        nextLabels[s]! += y[s % N] ?? -Infinity;
        fromLabel[s] = stay > blanks[s]! ? 1 : 0;
        blanks[s] = Math.max(stay, blanks[s]!) + y[V]!;
      }
      // The start is no phone that could be heard: only its blank state is reached.
      for (let a = 0; a < N; a++) nextLabels[a * N + V] = -Infinity;
      [labels, nextLabels] = [nextLabels, labels];
    }
    return this.walkBack(posteriors.rows, labels, blanks, entries, blankFromLabel);
  }

  /** New phones: `into[b, c]` becomes the best way from any history (a, b), and `entry[b, c]` says which. */
  private enter(
    labels: Float32Array,
    blanks: Float32Array,
    into: Float32Array,
    entry: Uint8Array,
  ): void {
    const { V, N, scores } = this;
    into.fill(-Infinity);
    let best = -Infinity;
    for (let s = 0; s < labels.length; s++) best = Math.max(best, labels[s]!, blanks[s]!);
    for (let s = 0; s < labels.length; s++) {
      const label = labels[s]!;
      const blank = blanks[s]!;
      const most = Math.max(label, blank);
      if (most < best - BEAM) continue;
      const a = Math.floor(s / N);
      const b = s % N;
      const from = label > blank ? a + FROM_LABEL : a;
      for (let c = 0; c < V; c++) {
        const start = c === b ? blank : most;
        const score = start + scores[s * V + c]!;
        if (score > into[b * N + c]!) {
          into[b * N + c] = score;
          entry[b * N + c] = c === b ? a : from;
        }
      }
    }
  }

  private walkBack(
    steps: number,
    labels: Float32Array,
    blanks: Float32Array,
    entries: Uint8Array,
    blankFromLabel: Uint8Array,
  ): number[] {
    const { V, N } = this;
    let state = V * N + V;
    let isLabel = false;
    let best = blanks[state]!;
    for (let s = 0; s < labels.length; s++) {
      if (blanks[s]! > best) [best, state, isLabel] = [blanks[s]!, s, false];
      if (labels[s]! > best) [best, state, isLabel] = [labels[s]!, s, true];
    }
    const phones: number[] = [];
    for (let t = steps - 1; t >= 0; t--) {
      const at = t * N * N + state;
      if (!isLabel) {
        isLabel = blankFromLabel[at] === 1;
        continue;
      }
      const entry = entries[at]!;
      if (entry === STAYED) continue;
      phones.push(state % N);
      isLabel = entry >= FROM_LABEL;
      state = (entry % FROM_LABEL) * N + Math.floor(state / N);
    }
    return phones.reverse();
  }
}
