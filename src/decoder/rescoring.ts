/**
 * Chooses anew among the readings of a whole utterance: a model that sees all words before each, and is too slow for the
 * search, adds its opinion to the scores. Sound and n-grams keep theirs, each with a weight.
 * @module
 */
import type { WordModel } from '../language/word-model';
import type { HeardWords } from './lexicon-best';

/** Tells how likely texts are: natural log probability of each with its end. */
export interface TextScorer {
  score(texts: readonly (readonly string[])[]): ArrayLike<number>;
}

/** What is added to a reading's score. */
export interface RescoringWeights {
  /** Times the log probability that the scorer gives. */
  readonly recurrent: number;
  /** Times that of the n-grams, which stand in the score already: below 0 they count less than in the search. */
  readonly ngram: number;
  /** For each word. */
  readonly word: number;
}

/** Log probability of a text with its end under n-grams, words that they lack as `<unk>`. */
export function ngramScore(model: WordModel, words: readonly string[]): number {
  let state = model.start;
  let score = 0;
  for (const word of words) {
    const id = model.wordId(word);
    score += model.score(state, id);
    state = model.next(state, id);
  }
  return score + model.score(state, model.end);
}

/** What {@link RescoringWeights} weigh. */
export interface ReadingEvidence {
  /** As the search left it. */
  readonly score: number;
  readonly recurrent: number;
  readonly ngram: number;
  readonly words: number;
}

/** A reading's new score. */
export function rescoredScore(
  { score, recurrent, ngram, words }: ReadingEvidence,
  weights: RescoringWeights,
): number {
  return score + weights.recurrent * recurrent + weights.ngram * ngram + weights.word * words;
}

/** What speaks for each reading. */
export function evidenceOf(
  readings: readonly HeardWords[],
  scorer: TextScorer,
  model: WordModel,
): ReadingEvidence[] {
  const texts = readings.map(({ words }) => words.map(({ word }) => word));
  const recurrent = scorer.score(texts);
  return readings.map(({ score }, i) => ({
    ...{ score, recurrent: recurrent[i]!, ngram: ngramScore(model, texts[i]!) },
    words: texts[i]!.length,
  }));
}

/**
 * The readings with their new scores, best first.
 * @param model The n-grams without hot words, so that these keep their bonus.
 */
export function rescored(
  readings: readonly HeardWords[],
  scorer: TextScorer,
  model: WordModel,
  weights: RescoringWeights,
): HeardWords[] {
  if (readings.length < 2) return [...readings];
  return evidenceOf(readings, scorer, model)
    .map((evidence, i) => ({ ...readings[i]!, score: rescoredScore(evidence, weights) }))
    .sort((a, b) => b.score - a.score);
}
