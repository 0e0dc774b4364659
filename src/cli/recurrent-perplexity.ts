/**
 * How well a recurrent language model expects texts, by word, so that it can be compared with n-grams.
 * @module
 */
import { readRecurrent } from '../bundle/recurrent-file';
import { UserError } from '../base/errors';
import type { Perplexity } from '../language/perplexity';
import { RecurrentScorer } from '../language/recurrent/recurrent-scorer';

/** Sentences that are scored at once. */
const BATCH = 64;

/** Adds up sentences. */
export class RecurrentPerplexity {
  private waiting: (readonly string[])[] = [];
  private sentences = 0;
  private words = 0;
  private logProbability = 0;

  private constructor(private readonly scorer: RecurrentScorer) {}

  /** @throws UserError if the file cannot be read, or without the native library. */
  static async open(file: string): Promise<RecurrentPerplexity> {
    const { spec, pieces, weights } = await readRecurrent(file);
    const scorer = await RecurrentScorer.open(spec, pieces, weights);
    if (scorer) return new RecurrentPerplexity(scorer);
    throw new UserError('a recurrent model needs the native library here', 'see `skald doctor`');
  }

  /** Scores a sentence from its start to its end, now or later. */
  add(sentence: readonly string[]): void {
    this.waiting.push(sentence);
    this.words += sentence.length;
    if (this.waiting.length === BATCH) this.flush();
  }

  private flush(): void {
    for (const score of this.scorer.score(this.waiting)) this.logProbability += score;
    this.sentences += this.waiting.length;
    this.waiting = [];
  }

  /** NaN where there was no text. No word is unknown: pieces spell them all. */
  result(): Perplexity {
    if (this.waiting.length > 0) this.flush();
    const { sentences, words } = this;
    const perplexity = Math.exp(-this.logProbability / (words + sentences));
    return {
      ...{ sentences, words, unknown: 0, unknownRate: 0 / words },
      ...{ perplexity, perplexityWithUnknown: perplexity },
    };
  }

  /** Frees the model. */
  close(): void {
    this.scorer.close();
  }
}
