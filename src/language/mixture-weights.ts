/**
 * How much each model of a mixture should count, found on held-out text by expectation maximisation.
 * Source: Jelinek and Mercer 1980, "Interpolated estimation of Markov source parameters from sparse data".
 * @module
 */
import type { Corpus } from './corpus';
import type { EstimatedModel } from './kneser-ney';
import { logShareOf, weightsAfter } from './mixture';
import { scoreAfter, SENTENCE_END, SENTENCE_START } from './ngram-layers';

const MOST_ROUNDS = 100;
/** The weights stand when none changes by more. */
const STILL = 1e-5;

/** Held-out text under each model. */
export class MixtureTuning {
  /** Words and ends of sentences, then models: log share of the history, and log probability after it. */
  private readonly shares: number[] = [];
  private readonly scores: number[] = [];
  /** How much each word counts. */
  private readonly importance: number[] = [];

  constructor(private readonly models: readonly EstimatedModel[]) {}

  /**
   * Takes in a text of the models' vocabulary.
   * @param say How much the whole text counts, however long it is.
   */
  add(corpus: Corpus, say: number): void {
    const { models } = this;
    const order = models[0]!.layers.length;
    const start = corpus.words.indexOf(SENTENCE_START);
    const end = corpus.words.indexOf(SENTENCE_END);
    const first = this.importance.length;
    for (const sentence of corpus.sentences()) {
      const words = [start, ...sentence, end];
      for (let i = 1; i < words.length; i++) {
        const from = Math.max(0, i - order + 1);
        for (const model of models) {
          let share = order === 1 ? 0 : logShareOf(model, words[from]!);
          for (let k = from + 1; k < i; k++) {
            share += scoreAfter(model.layers, words, from, k, words[k]!);
          }
          this.shares.push(share);
          this.scores.push(scoreAfter(model.layers, words, from, i, words[i]!));
        }
        this.importance.push(1);
      }
    }
    const added = this.importance.length - first;
    this.importance.fill(say / added, first);
  }

  /** The weights, summing to one, under which the n-grams of the text are likeliest. */
  weights(): number[] {
    const { models, shares, scores, importance } = this;
    const count = models.length;
    let weights = models.map(() => 1 / count);
    const parts = new Float64Array(count);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const sums = models.map(() => 0);
      for (let i = 0; i < importance.length; i++) {
        const at = i * count;
        weightsAfter(weights, (m) => shares[at + m]! + scores[at + m]!, parts);
        for (let m = 0; m < count; m++) sums[m]! += importance[i]! * parts[m]!;
      }
      const total = sums.reduce((a, b) => a + b, 0);
      const next = sums.map((sum) => sum / total);
      const change = Math.max(...next.map((weight, m) => Math.abs(weight - weights[m]!)));
      weights = next;
      if (change < STILL) break;
    }
    return weights;
  }

  /** Perplexity of the texts under the mixture, each word counting as for the weights. */
  perplexity(weights: readonly number[]): number {
    const { shares, scores, importance } = this;
    const count = weights.length;
    const parts = new Float64Array(count);
    let [sum, total] = [0, 0];
    for (let i = 0; i < importance.length; i++) {
      const at = i * count;
      weightsAfter(weights, (m) => shares[at + m]!, parts);
      let p = 0;
      for (let m = 0; m < count; m++) p += parts[m]! * Math.exp(scores[at + m]!);
      sum += importance[i]! * Math.log(p);
      total += importance[i]!;
    }
    return Math.exp(-sum / total);
  }
}
