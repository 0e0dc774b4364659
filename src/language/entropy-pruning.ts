/**
 * Leaves out n-grams whose loss hardly changes what the model says.
 * Source: Stolcke 1998, "Entropy-based Pruning of Backoff Language Models". How often a history occurs should
 * come from the text and not from Kneser–Ney estimates, which tell how many words it follows: Siivola et al.
 * 2007, "On Growing and Pruning Kneser-Ney Smoothed N-Gram Models".
 * @module
 */
import {
  countsToStarts,
  findEndings,
  HIGHEST_ORDER,
  scoreAfter,
  scoreAfterEndings,
  SENTENCE_END,
  SENTENCE_START,
  type NgramLayer,
  type NgramLayers,
} from './ngram-layers';

/** Shares closer to nothing than this are rounding. */
const TINY = 1e-7;

/**
 * By length of the history, how often each n-gram of that layer is a history, as a share of all; where a length
 * is missing, the model's own estimate is taken.
 */
export type HistoryShares = readonly (Float32Array | undefined)[];

/** Visits every n-gram of `length` words that is continued, with its words and its place. */
function eachHistory(
  layers: readonly NgramLayer[],
  length: number,
  visit: (history: Uint32Array, node: number) => void,
): void {
  const history = new Uint32Array(length);
  const walk = (depth: number, from: number, to: number): void => {
    const { words, children } = layers[depth]!;
    for (let node = from; node < to; node++) {
      if (children[node] === children[node + 1]) continue;
      history[depth] = words[node]!;
      if (depth + 1 === length) visit(history, node);
      else walk(depth + 1, children[node]!, children[node + 1]!);
    }
  };
  walk(0, 0, layers[0]!.words.length);
}

/** What the loss of each n-gram would cost. */
export class EntropyPruning {
  /** By order, the share by which the perplexity grows without an n-gram; infinite for words. */
  readonly losses: readonly Float32Array[];

  constructor(
    readonly model: NgramLayers,
    shares: HistoryShares = [],
  ) {
    this.losses = model.layers.map(({ words }, i) =>
      i === 0
        ? new Float32Array(words.length).fill(Infinity)
        : lossesOf(model, i + 1, shares[i - 1], shares[0]),
    );
  }

  /** By order, a 1 for each n-gram that costs at least `threshold`, or that one of these continues. */
  marksAt(threshold: number): Uint8Array[] {
    const marks = this.losses.map((losses) => {
      const own = new Uint8Array(losses.length);
      for (let i = 0; i < own.length; i++) own[i] = losses[i]! >= threshold ? 1 : 0;
      return own;
    });
    for (let i = marks.length - 2; i >= 0; i--) {
      const { children } = this.model.layers[i]!;
      const own = marks[i]!;
      const longer = marks[i + 1]!;
      for (let node = 0; node < own.length; node++) {
        const end = children[node + 1]!;
        for (let k = children[node]!; k < end && own[node] === 0; k++) own[node] = longer[k]!;
      }
    }
    return marks;
  }

  /** The model without what costs less than `threshold`. */
  at(threshold: number): NgramLayers {
    const { words, layers } = this.model;
    const marks = this.marksAt(threshold);
    const pruned = layers.map((layer, i) => keepMarked(layer, marks[i]!, marks[i + 1]));
    for (let length = 1; length < pruned.length; length++) renewBackOffs(pruned, length);
    return { words, layers: pruned };
  }

  /**
   * The lowest threshold, to a few percent, at which a model fits.
   * @param fits Told, by order, which n-grams would stay: a 1 for each of them.
   */
  thresholdFor(fits: (marks: readonly Uint8Array[]) => boolean): number {
    const isEnough = (threshold: number): boolean => fits(this.marksAt(threshold));
    if (isEnough(0)) return 0;
    // Halves the range on a scale of exponents.
    let [low, high] = [-14, 1];
    while (high - low > 0.01) {
      const middle = (low + high) / 2;
      if (isEnough(10 ** middle)) high = middle;
      else low = middle;
    }
    return 10 ** high;
  }
}

function lossesOf(
  { words, layers }: NgramLayers,
  order: number,
  shares: Float32Array | undefined,
  wordShares: Float32Array | undefined,
): Float32Array {
  const { logProb, words: lastWords } = layers[order - 1]!;
  const { children, backOff } = layers[order - 2]!;
  const losses = new Float32Array(lastWords.length);
  const start = words.indexOf(SENTENCE_START);
  const end = words.indexOf(SENTENCE_END);
  const shareOf = (history: Uint32Array): number => {
    const [first = start] = history;
    // Every sentence that ends has begun.
    let total = wordShares
      ? Math.log(wordShares[first]!)
      : layers[0]!.logProb[first === start ? end : first]!;
    for (let i = 1; i < history.length; i++) {
      total += scoreAfter(layers, history, 0, i, history[i]!);
    }
    return Math.exp(total);
  };
  let shorter = new Float64Array(64);
  const endings = new Int32Array(HIGHEST_ORDER);
  eachHistory(layers, order - 1, (history, node) => {
    const from = children[node]!;
    const to = children[node + 1]!;
    findEndings(layers, history, 1, order - 1, endings);
    if (to - from > shorter.length) shorter = new Float64Array(2 * (to - from));
    let numerator = 1;
    let denominator = 1;
    for (let i = from; i < to; i++) {
      shorter[i - from] = scoreAfterEndings(layers, endings, order - 2, lastWords[i]!);
      numerator -= Math.exp(logProb[i]!);
      denominator -= Math.exp(shorter[i - from]!);
    }
    numerator = Math.max(numerator, TINY);
    denominator = Math.max(denominator, TINY);
    const share = shares?.[node] ?? shareOf(history);
    for (let i = from; i < to; i++) {
      const p = Math.exp(logProb[i]!);
      const lower = shorter[i - from]!;
      const after = Math.log((numerator + p) / (denominator + Math.exp(lower)));
      const change = p * (lower + after - logProb[i]!) + numerator * (after - backOff[node]!);
      losses[i] = Math.expm1(-share * change);
    }
  });
  return losses;
}

function keepMarked(
  layer: NgramLayer,
  marks: Uint8Array,
  marksBeyond: Uint8Array | undefined,
): NgramLayer {
  const isKept = (_: number, i: number): boolean => marks[i] === 1;
  const words = layer.words.filter(isKept);
  const logProb = layer.logProb.filter(isKept);
  if (!marksBeyond) return { ...layer, words, logProb };
  const children = new Uint32Array(words.length + 1);
  for (let i = 0, at = 0; i < marks.length; i++) {
    if (marks[i] === 0) continue;
    at += 1;
    for (let k = layer.children[i]!; k < layer.children[i + 1]!; k++) {
      children[at]! += marksBeyond[k]!;
    }
  }
  return {
    words,
    logProb,
    backOff: layer.backOff.filter(isKept),
    children: countsToStarts(children),
  };
}

/** Makes the probabilities after each history of `length` words sum to one again. */
export function renewBackOffs(layers: readonly NgramLayer[], length: number): void {
  const { backOff, children } = layers[length - 1]!;
  const next = layers[length]!;
  for (let i = 0; i < backOff.length; i++) if (children[i] === children[i + 1]) backOff[i] = 0;
  const endings = new Int32Array(HIGHEST_ORDER);
  eachHistory(layers, length, (history, node) => {
    findEndings(layers, history, 1, length, endings);
    let numerator = 1;
    let denominator = 1;
    for (let i = children[node]!; i < children[node + 1]!; i++) {
      numerator -= Math.exp(next.logProb[i]!);
      denominator -= Math.exp(scoreAfterEndings(layers, endings, length - 1, next.words[i]!));
    }
    if (numerator > TINY && denominator > TINY) backOff[node] = Math.log(numerator / denominator);
  });
}
