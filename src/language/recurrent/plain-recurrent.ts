/**
 * The recurrent language model in plain code, a symbol at a time: what text is made with, and what the compiled graphs
 * must equal. Sizes and equations: recurrent-spec.ts; the LSTM: src/recurrent/lstm-cell.ts.
 * @module
 */
import { addProduct, sigmoid } from '../plain-product';
import type { RecurrentSpec, RecurrentWeights } from './recurrent-spec';

/** What the model remembers, each [H]. */
export interface RecurrentState {
  readonly h: Float32Array;
  readonly c: Float32Array;
}

/** A model that is ready; states are values and stay the caller's. */
export class PlainRecurrent {
  constructor(
    readonly spec: RecurrentSpec,
    private readonly weights: RecurrentWeights,
  ) {}

  /** Before anything was read; the end of an utterance is read first. */
  get fresh(): RecurrentState {
    const { units } = this.spec;
    return { h: new Float32Array(units), c: new Float32Array(units) };
  }

  /** The state after one symbol more. */
  read({ h, c }: RecurrentState, symbol: number): RecurrentState {
    const { vectorSize: E, units: H } = this.spec;
    const x = this.of('table').subarray(symbol * E, (symbol + 1) * E);
    const sums = Float32Array.from(this.of('forward/bias'));
    addProduct(sums, x, this.of('forward/kernel'));
    addProduct(sums, h, this.of('forward/recurrent'));
    const next = { h: new Float32Array(H), c: new Float32Array(H) };
    for (let i = 0; i < H; i++) {
      const input = sigmoid(sums[i]!);
      const forget = sigmoid(sums[H + i]!);
      const cell = forget * c[i]! + input * Math.tanh(sums[2 * H + i]!);
      next.c[i] = cell;
      next.h[i] = sigmoid(sums[3 * H + i]!) * Math.tanh(cell);
    }
    return next;
  }

  /** Logit of every symbol that may come next, [V]. */
  logits({ h }: RecurrentState): Float32Array {
    const { vectorSize: E } = this.spec;
    const e = new Float32Array(E);
    addProduct(e, h, this.of('projection'));
    const table = this.of('table');
    return Float32Array.from(this.of('output/bias'), (bias, v) => {
      let sum = bias;
      for (let i = 0, at = v * E; i < E; i++, at++) sum += e[i]! * table[at]!;
      return sum;
    });
  }

  private of(name: string): Float32Array {
    return this.weights[name]!.data;
  }
}

/** log Σ exp(logits). */
export function logSumExp(logits: Float32Array): number {
  let most = -Infinity;
  for (const logit of logits) most = Math.max(most, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - most);
  return most + Math.log(sum);
}
