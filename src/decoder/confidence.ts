/**
 * How likely each word of the best reading is right, from what speaks for it: its sound, and how many other good
 * readings have it at the same time. Weights that make a probability of it are fitted on recordings with known words.
 * Source: Wessel et al. 2001, "Confidence Measures for Large Vocabulary Continuous Speech Recognition".
 * @module
 */
import type { HeardWord, HeardWords } from './lexicon-best';

/** What speaks for one word. */
export interface WordEvidence {
  /** Mean posterior of its phones. */
  readonly sound: number;
  /** The least of them. */
  readonly weakest: number;
  /** How many phones it has. */
  readonly phones: number;
  /** Share of the best readings, by their scores, that have the word at that time. */
  readonly agreement: number;
}

/** Weights of a logistic regression; each stands for what {@link evidenceTerms} gives. */
export interface ConfidenceWeights {
  readonly bias: number;
  readonly sound: number;
  readonly weakest: number;
  readonly phones: number;
  readonly agreement: number;
}

/** Names of the weights, in the order of {@link evidenceTerms}. */
export const CONFIDENCE_WEIGHTS = ['bias', 'sound', 'weakest', 'phones', 'agreement'] as const;

/** How many readings are asked. */
export const READINGS = 30;
/** Scores add up dependent things and so differ too much: this makes shares of them. */
const SHARPNESS = 0.3;
/** Nothing is surer than this, so that its logarithm is finite. */
const SUREST = 0.999;

/** Share of the readings, weighted by their scores, that have each word of the first one at about the same time. */
export function agreementOf(readings: readonly HeardWords[]): number[] {
  const [best, ...others] = readings;
  if (best === undefined) return [];
  const weights = others.map(({ score }) => Math.exp(SHARPNESS * (score - best.score)));
  const total = weights.reduce((sum, weight) => sum + weight, 1);
  return best.words.map((word) => {
    let agreeing = 1;
    for (const [i, { words }] of others.entries()) {
      if (words.some((other) => isSame(word, other))) agreeing += weights[i]!;
    }
    return agreeing / total;
  });
}

function isSame(a: HeardWord, b: HeardWord): boolean {
  return a.word === b.word && a.start < b.end && b.start < a.end;
}

const logOdds = (share: number): number => {
  const bounded = Math.min(SUREST, Math.max(1 - SUREST, share));
  return Math.log(bounded / (1 - bounded));
};

/** The numbers that the weights count, in the order of {@link CONFIDENCE_WEIGHTS}. */
export function evidenceTerms({ sound, weakest, phones, agreement }: WordEvidence): number[] {
  return [1, logOdds(sound), logOdds(weakest), Math.log(phones), logOdds(agreement)];
}

/** Probability that the word is right. */
export function confidenceOf(evidence: WordEvidence, weights: ConfidenceWeights): number {
  const terms = evidenceTerms(evidence);
  const sum = CONFIDENCE_WEIGHTS.reduce((all, name, i) => all + weights[name] * terms[i]!, 0);
  return 1 / (1 + Math.exp(-sum));
}
