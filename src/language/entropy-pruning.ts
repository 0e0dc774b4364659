/**
 * Leaves out n-grams whose loss hardly changes what the model says.
 * Source: Stolcke 1998, "Entropy-based Pruning of Backoff Language Models".
 * @module
 */
import {
  countsToStarts,
  scoreAfter,
  SENTENCE_END,
  SENTENCE_START,
  type NgramLayer,
  type NgramLayers,
} from './ngram-layers';

/** Shares closer to nothing than this are rounding. */
const TINY = 1e-7;

/** Visits every n-gram of `length` words that can be continued, with its words and its place. */
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

/**
 * The model without the n-grams that raise its perplexity by a share of less than `threshold` each, judged by
 * the model itself. N-grams that longer ones continue stay.
 * @param threshold For example 1e-8; 0 keeps everything.
 */
export function pruneByEntropy(model: NgramLayers, threshold: number): NgramLayers {
  if (threshold <= 0) return model;
  const { layers } = model;
  const kept = layers.map(({ words }) => new Uint8Array(words.length).fill(1));
  for (let order = layers.length; order > 1; order--) markUseless(model, order, threshold, kept);
  const pruned = layers.map((layer, i) => keepMarked(layer, kept[i]!, kept[i + 1]));
  for (let length = 1; length < pruned.length; length++) renewBackOffs(pruned, length);
  return { words: model.words, layers: pruned };
}

/** Clears the marks of n-grams of `order` words that are not worth their place. */
function markUseless(
  { words, layers }: NgramLayers,
  order: number,
  threshold: number,
  kept: readonly Uint8Array[],
): void {
  const { logProb, words: lastWords, children: further } = layers[order - 1]!;
  const { children, backOff } = layers[order - 2]!;
  const marks = kept[order - 1]!;
  const marksBeyond = kept[order];
  const start = words.indexOf(SENTENCE_START);
  const end = words.indexOf(SENTENCE_END);
  const isContinued = (node: number): boolean => {
    if (!marksBeyond) return false;
    for (let i = further[node]!; i < further[node + 1]!; i++) if (marksBeyond[i] === 1) return true;
    return false;
  };
  let shorter = new Float64Array(64);
  eachHistory(layers, order - 1, (history, node) => {
    const from = children[node]!;
    const to = children[node + 1]!;
    if (to - from > shorter.length) shorter = new Float64Array(2 * (to - from));
    let numerator = 1;
    let denominator = 1;
    for (let i = from; i < to; i++) {
      shorter[i - from] = scoreAfter(layers, history, 1, order - 1, lastWords[i]!);
      numerator -= Math.exp(logProb[i]!);
      denominator -= Math.exp(shorter[i - from]!);
    }
    numerator = Math.max(numerator, TINY);
    denominator = Math.max(denominator, TINY);
    let logHistory = 0;
    for (let i = 0; i < history.length; i++) {
      // Every sentence that ends has begun.
      const word = history[i] === start ? end : history[i]!;
      logHistory += scoreAfter(layers, history, 0, i, word);
    }
    const weight = Math.exp(logHistory);
    for (let i = from; i < to; i++) {
      if (isContinued(i)) continue;
      const p = Math.exp(logProb[i]!);
      const after = Math.log((numerator + p) / (denominator + Math.exp(shorter[i - from]!)));
      const loss =
        -weight *
        (p * (shorter[i - from]! + after - logProb[i]!) + numerator * (after - backOff[node]!));
      if (Math.expm1(loss) < threshold) marks[i] = 0;
    }
  });
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
    for (let k = layer.children[i]!; k < layer.children[i + 1]!; k++)
      children[at]! += marksBeyond[k]!;
  }
  return {
    words,
    logProb,
    backOff: layer.backOff.filter(isKept),
    children: countsToStarts(children),
  };
}

/** Makes the probabilities after each history of `length` words sum to one again. */
function renewBackOffs(layers: readonly NgramLayer[], length: number): void {
  const { backOff, children } = layers[length - 1]!;
  const next = layers[length]!;
  for (let i = 0; i < backOff.length; i++) if (children[i] === children[i + 1]) backOff[i] = 0;
  eachHistory(layers, length, (history, node) => {
    let numerator = 1;
    let denominator = 1;
    for (let i = children[node]!; i < children[node + 1]!; i++) {
      numerator -= Math.exp(next.logProb[i]!);
      denominator -= Math.exp(scoreAfter(layers, history, 1, length, next.words[i]!));
    }
    if (numerator > TINY && denominator > TINY) backOff[node] = Math.log(numerator / denominator);
  });
}
