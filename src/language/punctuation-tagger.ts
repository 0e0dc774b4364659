/**
 * Which marks stand behind words and which words have capitals: a bidirectional GRU over word vectors, in plain code.
 * A sentence of thirty words takes milliseconds, so no native graph is needed. Equations: src/recurrent/gru-cell.ts.
 * T words and the start before them, E size of a word's vector, H units of a direction.
 * @module
 */
import { CAPITALS, MARKS } from '../text/marked-words';
import { addProduct, sigmoid } from './plain-product';
import { startFeatures, tableRows, wordFeatures, type FeatureTable } from './word-features';

/** Sizes of a tagger. */
export interface PunctuationSpec extends FeatureTable {
  /** E. */
  readonly vectorSize: number;
  /** H. */
  readonly units: number;
}

/** Weights by name; shapes: {@link punctuationShapes}. */
export type PunctuationWeights = Readonly<Record<string, Float32Array>>;

/** What a tagger says of one word. */
export interface WordTags {
  /** A number of `MARKS`. */
  readonly mark: number;
  /** A number of `CAPITALS`. */
  readonly capitals: number;
}

/** Logits of a step: marks, then capitals. */
export const TAG_CLASSES = MARKS.length + CAPITALS.length;
/** First of the marks that end a sentence. */
const PERIOD = 2;
/**
 * What a pause adds to the log odds of an end: the tagger learned from pieces cut anywhere, of which one in twelve ends with
 * a sentence; of utterances that end with a pause every second one is taken to.
 */
const PAUSE_LOG_ODDS = Math.log(11);
const DIRECTIONS = ['forward', 'backward'] as const;
/** Gates of a GRU. */
const GATES = 3;

/** Shape of each weight. */
export function punctuationShapes(spec: PunctuationSpec): Record<string, readonly number[]> {
  const { vectorSize: E, units: H } = spec;
  const shapes: Record<string, readonly number[]> = { table: [tableRows(spec), E] };
  for (const d of DIRECTIONS) {
    shapes[`${d}/kernel`] = [E, GATES * H];
    shapes[`${d}/recurrent`] = [H, GATES * H];
    shapes[`${d}/bias`] = [GATES * H];
    shapes[`${d}/candidateBias`] = [H];
  }
  shapes['output/kernel'] = [2 * H, TAG_CLASSES];
  shapes['output/bias'] = [TAG_CLASSES];
  return shapes;
}

function bestOf(logits: Float32Array, from: number, to: number): number {
  let best = from;
  for (let i = from + 1; i < to; i++) if (logits[i]! > logits[best]!) best = i;
  return best - from;
}

/** A tagger that is ready; it has no state. */
export class PunctuationTagger {
  constructor(
    readonly spec: PunctuationSpec,
    private readonly weights: PunctuationWeights,
  ) {}

  /**
   * Tags words in lower case.
   * @param continues Whether the words before ended without a full stop, question or exclamation mark.
   * @param pause Whether the speaker paused behind the last word.
   */
  tag(words: readonly string[], continues = false, pause = false): WordTags[] {
    const all = this.logits(words, continues);
    const last = all.at(-1);
    if (pause && last !== undefined) {
      for (let mark = PERIOD; mark < MARKS.length; mark++) last[mark]! += PAUSE_LOG_ODDS;
    }
    return all.map((logits) => ({
      mark: bestOf(logits, 0, MARKS.length),
      capitals: bestOf(logits, MARKS.length, TAG_CLASSES),
    }));
  }

  /** The logits of every word, `TAG_CLASSES` each. */
  logits(words: readonly string[], continues = false): Float32Array[] {
    const { spec, weights } = this;
    const features = [
      startFeatures(spec, continues),
      ...words.map((word) => wordFeatures(word, spec)),
    ];
    const vectors = features.map((rows) => this.vector(rows));
    const [forward, backward] = DIRECTIONS.map((d) => this.walk(d, vectors)) as [
      Float32Array[],
      Float32Array[],
    ];
    return words.map((_, i) => {
      const logits = Float32Array.from(weights['output/bias']!);
      const both = new Float32Array(2 * spec.units);
      both.set(forward[i + 1]!);
      both.set(backward[i + 1]!, spec.units);
      addProduct(logits, both, weights['output/kernel']!);
      return logits;
    });
  }

  private vector(rows: readonly number[]): Float32Array {
    const { vectorSize: E } = this.spec;
    const table = this.weights['table']!;
    const sum = new Float32Array(E);
    for (const row of rows) for (let i = 0; i < E; i++) sum[i]! += table[row * E + i]!;
    return sum;
  }

  private walk(d: (typeof DIRECTIONS)[number], vectors: readonly Float32Array[]): Float32Array[] {
    const { units: H } = this.spec;
    const of = (name: string): Float32Array => this.weights[`${d}/${name}`]!;
    const result = new Array<Float32Array>(vectors.length);
    let h = new Float32Array(H);
    for (let step = 0; step < vectors.length; step++) {
      const t = d === 'forward' ? step : vectors.length - 1 - step;
      const input = Float32Array.from(of('bias'));
      addProduct(input, vectors[t]!, of('kernel'));
      const state = new Float32Array(GATES * H);
      addProduct(state, h, of('recurrent'));
      const next = new Float32Array(H);
      for (let i = 0; i < H; i++) {
        const r = sigmoid(input[i]! + state[i]!);
        const z = sigmoid(input[H + i]! + state[H + i]!);
        const product = state[2 * H + i]! + of('candidateBias')[i]!;
        const n = Math.tanh(input[2 * H + i]! + r * product);
        next[i] = n + z * (h[i]! - n);
      }
      h = next;
      result[t] = h;
    }
    return result;
  }
}
