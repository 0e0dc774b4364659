/**
 * The network in plain arrays: what hot words and single words are said with, on any backend and without waiting, and
 * what the compiled graphs must equal.
 * T letters, K values of an encoded letter; other sizes as in pronouncer-spec.ts. GRU equations: gru-cell.ts.
 * @module
 */
import { encode } from '../../text/alphabet';
import { addProduct, sigmoid } from '../plain-product';
import {
  BOUNDARY,
  encodedSize,
  under,
  type PronouncerSpec,
  type PronouncerWeights,
} from './pronouncer-spec';

/** A word as it was read. */
export interface Reading {
  readonly letters: number;
  /** [T, K]. */
  readonly encoded: Float32Array;
  /** [T, A]: what the attention sees of each letter. */
  readonly keys: Float32Array;
  /** Before the first phone. */
  readonly start: SayingState;
}

/** What both decoders remember, each [D]. */
export interface SayingState {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** What may come next. */
export interface NextPhone {
  /** [C]: log probability of every phone and, last, of the end. */
  readonly scores: Float32Array;
  readonly state: SayingState;
}

/** One GRU of one direction. */
class PlainGru {
  readonly units: number;
  constructor(private readonly w: Readonly<Record<string, Float32Array>>) {
    this.units = w['candidateBias']!.length;
  }

  step(x: Float32Array, h: Float32Array): Float32Array {
    const { units: H, w } = this;
    const input = Float32Array.from(w['bias']!);
    addProduct(input, x, w['kernel']!);
    const recurrent = new Float32Array(3 * H);
    addProduct(recurrent, h, w['recurrent']!);
    return h.map((before, j) => {
      const r = sigmoid(input[j]! + recurrent[j]!);
      const z = sigmoid(input[H + j]! + recurrent[H + j]!);
      const n = Math.tanh(
        input[2 * H + j]! + r * (recurrent[2 * H + j]! + w['candidateBias']![j]!),
      );
      return n + z * (before - n);
    });
  }
}

/** Logarithm of the softmax, in place. */
export function logSoftmax(logits: Float32Array): Float32Array {
  const top = logits.reduce((a, b) => Math.max(a, b));
  const total = logits.reduce((sum, x) => sum + Math.exp(x - top), 0);
  const norm = top + Math.log(total);
  for (let i = 0; i < logits.length; i++) logits[i]! -= norm;
  return logits;
}

/** A network that reads one word at a time. Nothing in it changes. */
export class PlainNetwork {
  private readonly w: Readonly<Record<string, Float32Array>>;
  private readonly encoders: readonly [PlainGru, PlainGru];
  private readonly first: PlainGru;
  private readonly second: PlainGru;

  constructor(
    private readonly spec: PronouncerSpec,
    weights: PronouncerWeights,
  ) {
    this.w = Object.fromEntries(Object.entries(weights).map(([name, { data }]) => [name, data]));
    const gru = (prefix: string): PlainGru => new PlainGru(under(this.w, prefix));
    this.encoders = [gru('encoder/forward'), gru('encoder/backward')];
    this.first = gru('first/forward');
    this.second = gru('second/forward');
  }

  private row(table: string, index: number): Float32Array {
    const { embedding: E } = this.spec;
    return this.w[table]!.subarray(index * E, (index + 1) * E);
  }

  /**
   * Reads a word of letters that the network knows (`isPronounceable`).
   * @throws RangeError for any other.
   */
  read(word: string): Reading {
    const { spec, w } = this;
    const letters = Array.from(encode(word), (letter) => this.row('letters/table', letter));
    const T = letters.length;
    const [K, H, A, D] = [
      encodedSize(spec),
      spec.encoderUnits,
      spec.attentionUnits,
      spec.decoderUnits,
    ];
    const encoded = new Float32Array(T * K);
    const ends = new Float32Array(K);
    for (const [side, encoder] of this.encoders.entries()) {
      let h: Float32Array = new Float32Array(H);
      for (let i = 0; i < T; i++) {
        const t = side === 0 ? i : T - 1 - i;
        h = encoder.step(letters[t]!, h);
        encoded.set(h, t * K + side * H);
      }
      ends.set(h, side * H);
    }
    const keys = new Float32Array(T * A);
    for (let t = 0; t < T; t++) {
      addProduct(
        keys.subarray(t * A, (t + 1) * A),
        encoded.subarray(t * K, (t + 1) * K),
        w['attention/key']!,
      );
    }
    const first = Float32Array.from(w['bridge/bias']!);
    addProduct(first, ends, w['bridge/kernel']!);
    const start = { first: first.map(Math.tanh), second: new Float32Array(D) };
    return { letters: T, encoded, keys, start };
  }

  /** What may come behind `previous`; behind the boundary, what a word may begin with. */
  next(reading: Reading, state: SayingState, previous = BOUNDARY): NextPhone {
    const first = this.first.step(this.row('phones/table', previous), state.first);
    const context = this.look(reading, first);
    const second = this.second.step(joined(first, context), state.second);
    const logits = Float32Array.from(this.w['output/bias']!);
    addProduct(logits, joined(second, context), this.w['output/kernel']!);
    return { scores: logSoftmax(logits), state: { first, second } };
  }

  /** The attention: a mixture of the encoded letters, [K]. */
  private look({ letters, encoded, keys }: Reading, query: Float32Array): Float32Array {
    const { w } = this;
    const asked = Float32Array.from(w['attention/bias']!);
    addProduct(asked, query, w['attention/query']!);
    const score = w['attention/score']!;
    const weights = new Float32Array(letters);
    for (let t = 0; t < letters; t++) {
      for (let a = 0; a < asked.length; a++) {
        weights[t]! += score[a]! * Math.tanh(asked[a]! + keys[t * asked.length + a]!);
      }
    }
    const context = new Float32Array(encodedSize(this.spec));
    addProduct(context, logSoftmax(weights).map(Math.exp), encoded);
    return context;
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
