/**
 * One back-off model out of several, each of another kind of text. Which kind an n-gram comes from is judged by its
 * history: a model counts by its weight times how well it expected the history, so that the mixture says in each
 * context about what the right model says. Source: Stolcke 2002, "SRILM" (`-bayes`); there with the whole history.
 * @module
 */
import { renewBackOffs, type HistoryShares } from './entropy-pruning';
import type { EstimatedModel } from './kneser-ney';
import {
  countsToStarts,
  findEndings,
  HIGHEST_ORDER,
  scoreAfterEndings,
  type NgramLayer,
} from './ngram-layers';

/** Log probabilities below this are as good as nothing. */
const LEAST_LOG = -1e4;

/** What one model says of a history, and where it stands in it. */
class MixedHistory {
  /** Log share of the text that the history is. */
  logShare = 0;
  /** Of `findEndings`. */
  readonly endings = new Int32Array(HIGHEST_ORDER);
}

/** Log share of a single word. */
export function logShareOf({ historyShares }: EstimatedModel, word: number): number {
  return Math.max(LEAST_LOG, Math.log(historyShares[0]![word]!));
}

/**
 * How much each model counts after a history: proportional to weight and share, summing to one.
 * @param into Where to write them.
 */
export function weightsAfter(
  weights: readonly number[],
  logShares: (model: number) => number,
  into: Float64Array,
): void {
  let most = -Infinity;
  for (let m = 0; m < weights.length; m++) most = Math.max(most, logShares(m));
  let sum = 0;
  for (let m = 0; m < weights.length; m++) {
    into[m] = weights[m]! * Math.exp(logShares(m) - most);
    sum += into[m]!;
  }
  for (let m = 0; m < weights.length; m++) into[m]! /= sum;
}

/** Collects one layer. */
interface GrowingLayer {
  readonly words: Uint32Array;
  readonly logProb: Float32Array;
  readonly children: Uint32Array;
  readonly shares: Float32Array;
  used: number;
}

/** Walks through the n-grams of all models at once, in order. */
class Mixing {
  readonly order: number;
  private readonly layers: GrowingLayer[];
  private readonly history = new Uint32Array(HIGHEST_ORDER);
  /** By length of the history, then by model. */
  private readonly at: MixedHistory[][];
  private readonly weightsAt: Float64Array[];

  constructor(
    private readonly models: readonly EstimatedModel[],
    private readonly weights: readonly number[],
  ) {
    this.order = models[0]!.layers.length;
    this.at = Array.from({ length: this.order }, () => models.map(() => new MixedHistory()));
    this.weightsAt = this.at.map(() => new Float64Array(models.length));
    this.layers = Array.from({ length: this.order }, (_, k) => {
      const most = k === 0 ? models[0]!.words.length : this.unionSize(k);
      const isHighest = k === this.order - 1;
      return {
        words: new Uint32Array(most),
        logProb: new Float32Array(most),
        children: new Uint32Array(isHighest ? 0 : most + 1),
        shares: new Float32Array(isHighest ? 0 : most),
        used: 0,
      };
    });
  }

  private unionSize(k: number): number {
    return this.models.reduce((sum, { layers }) => sum + layers[k]!.words.length, 0);
  }

  run(): EstimatedModel {
    const { models, weights, order } = this;
    const vocabulary = models[0]!.words.length;
    weightsAfter(weights, () => 0, this.weightsAt[0]!);
    const logs = new Float64Array(models.length);
    for (let word = 0; word < vocabulary; word++) {
      for (const [m, model] of models.entries()) logs[m] = model.layers[0]!.logProb[word]!;
      this.put(0, word, logs);
      if (order === 1) continue;
      for (const [m, model] of models.entries()) this.at[1]![m]!.logShare = logShareOf(model, word);
      this.history[0] = word;
      this.visit(1);
    }
    const layers = this.layers.map(({ words, logProb, children, used }, k): NgramLayer => {
      const isHighest = k === order - 1;
      return {
        words: words.slice(0, used),
        logProb: logProb.slice(0, used),
        children: isHighest ? new Uint32Array() : countsToStarts(children.slice(0, used + 1)),
        backOff: new Float32Array(isHighest ? 0 : used),
      };
    });
    const historyShares: HistoryShares = this.layers
      .slice(0, -1)
      .map(({ shares, used }) => shares.slice(0, used));
    for (let length = 1; length < order; length++) renewBackOffs(layers, length);
    return { words: models[0]!.words, layers, historyShares };
  }

  /** Adds an n-gram after the history of `depth` words. */
  private put(depth: number, word: number, logs: Float64Array): void {
    const layer = this.layers[depth]!;
    const weights = this.weightsAt[depth]!;
    let p = 0;
    for (let m = 0; m < logs.length; m++) p += weights[m]! * Math.exp(logs[m]!);
    layer.words[layer.used] = word;
    layer.logProb[layer.used++] = Math.max(LEAST_LOG, Math.log(p));
  }

  /** Everything that follows the first `depth` words of the history. */
  private visit(depth: number): void {
    const { models, history } = this;
    const at = this.at[depth]!;
    const weights = this.weightsAt[depth]!;
    const own = this.layers[depth - 1]!.used - 1;
    const nexts = models.map(() => 0);
    const ends = models.map(() => 0);
    for (const [m, { layers }] of models.entries()) {
      findEndings(layers, history, 0, depth, at[m]!.endings);
      const node = at[m]!.endings[0]!;
      if (node < 0) continue;
      nexts[m] = layers[depth - 1]!.children[node]!;
      ends[m] = layers[depth - 1]!.children[node + 1]!;
    }
    weightsAfter(this.weights, (m) => at[m]!.logShare, weights);
    this.layers[depth - 1]!.shares[own] = this.shareAt(depth);
    const layer = this.layers[depth]!;
    const before = layer.used;
    const logs = new Float64Array(models.length);
    for (;;) {
      let word = Infinity;
      for (let m = 0; m < models.length; m++) {
        if (nexts[m]! < ends[m]!) {
          word = Math.min(word, models[m]!.layers[depth]!.words[nexts[m]!]!);
        }
      }
      if (word === Infinity) break;
      for (let m = 0; m < models.length; m++) {
        const { layers } = models[m]!;
        if (nexts[m]! < ends[m]! && layers[depth]!.words[nexts[m]!] === word) {
          logs[m] = layers[depth]!.logProb[nexts[m]!++]!;
        } else logs[m] = scoreAfterEndings(layers, at[m]!.endings, depth, word);
      }
      this.put(depth, word, logs);
      if (depth + 1 === this.order) continue;
      for (let m = 0; m < models.length; m++) {
        this.at[depth + 1]![m]!.logShare = at[m]!.logShare + logs[m]!;
      }
      history[depth] = word;
      this.visit(depth + 1);
    }
    this.layers[depth - 1]!.children[own + 1] = layer.used - before;
  }

  /** How often the first `depth` words of the history occur as a history, in a text of all kinds. */
  private shareAt(depth: number): number {
    let share = 0;
    for (const [m, { historyShares }] of this.models.entries()) {
      const { endings, logShare } = this.at[depth]![m]!;
      const counted = endings[0]! < 0 ? undefined : historyShares[depth - 1]?.[endings[0]!];
      share += this.weights[m]! * (counted ?? Math.exp(logShare));
    }
    return share;
  }
}

/**
 * The mixture of models of one vocabulary and order.
 * @param weights By model, summing to one.
 */
export function mixNgrams(
  models: readonly EstimatedModel[],
  weights: readonly number[],
): EstimatedModel {
  return new Mixing(models, weights).run();
}
