/**
 * Makes confidences that are probabilities, and tells how far they are from it.
 * @module
 */
import {
  CONFIDENCE_WEIGHTS,
  confidenceOf,
  evidenceTerms,
  type ConfidenceWeights,
  type WordEvidence,
} from '../decoder/confidence';

/** A word that was heard, and whether it was said. */
export interface JudgedWord {
  readonly evidence: WordEvidence;
  readonly isRight: boolean;
}

const ROUNDS = 30;
/** Pulls weights to zero as much as this many words would, so that few words give no wild ones. */
const RIDGE = 1;

/** Solves a small system by elimination with pivots; `rows` are n × (n + 1) and are used up. */
function solve(rows: number[][]): number[] {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let r = column + 1; r < n; r++) {
      if (Math.abs(rows[r]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = r;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let r = 0; r < n; r++) {
      if (r === column) continue;
      const factor = rows[r]![column]! / rows[column]![column]!;
      for (let c = column; c <= n; c++) rows[r]![c]! -= factor * rows[column]![c]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

/** Logistic regression by Newton's method: the weights under which what was right and wrong is likeliest. */
export function fitConfidence(words: readonly JudgedWord[]): ConfidenceWeights {
  const n = CONFIDENCE_WEIGHTS.length;
  const terms = words.map(({ evidence }) => evidenceTerms(evidence));
  let weights = CONFIDENCE_WEIGHTS.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const rows = weights.map((weight, i) => {
      const row = new Array<number>(n + 1).fill(0);
      row[i] = RIDGE;
      row[n] = -RIDGE * weight;
      return row;
    });
    for (const [w, x] of terms.entries()) {
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + value * weights[i]!, 0)));
      const slope = p * (1 - p);
      for (let i = 0; i < n; i++) {
        for (let k = 0; k < n; k++) rows[i]![k]! += slope * x[i]! * x[k]!;
        rows[i]![n]! += ((words[w]!.isRight ? 1 : 0) - p) * x[i]!;
      }
    }
    const step = solve(rows);
    weights = weights.map((weight, i) => weight + step[i]!);
  }
  const [bias = 0, sound = 0, weakest = 0, phones = 0, agreement = 0] = weights.map((weight) =>
    Number(weight.toFixed(4)),
  );
  return { bias, sound, weakest, phones, agreement };
}

/** A confidence, and whether its word was right. */
export interface JudgedConfidence {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** Words whose confidences are close. */
export interface ReliabilityBin {
  readonly count: number;
  /** Means over them; 0 where there are none. */
  readonly confidence: number;
  readonly right: number;
}

/** How good confidences are. */
export interface Reliability {
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: mean difference between a bin's confidence and its share of right words. */
  readonly error: number;
  /** Normalised cross entropy: 1 is certainty, 0 what the share of right words alone tells, less is worse than that. */
  readonly entropy: number;
}

const BINS = 10;
const LEAST = 1e-3;

/** Judges confidences. */
export function reliabilityOf(words: readonly JudgedConfidence[]): Reliability {
  const sums = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, right: 0 }));
  let cross = 0;
  let rights = 0;
  for (const { confidence, isRight } of words) {
    const bin = sums[Math.min(BINS - 1, Math.floor(confidence * BINS))]!;
    bin.count += 1;
    bin.confidence += confidence;
    bin.right += isRight ? 1 : 0;
    rights += isRight ? 1 : 0;
    const bounded = Math.min(1 - LEAST, Math.max(LEAST, confidence));
    cross -= Math.log(isRight ? bounded : 1 - bounded);
  }
  const n = Math.max(1, words.length);
  const base = Math.min(1 - LEAST, Math.max(LEAST, rights / n));
  const entropy = -(rights * Math.log(base) + (n - rights) * Math.log(1 - base));
  return {
    bins: sums.map(({ count, confidence, right }) => ({
      ...{ count, confidence: confidence / Math.max(1, count), right: right / Math.max(1, count) },
    })),
    error: sums.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / n,
    entropy: (entropy - cross) / entropy,
  };
}

/** Confidences of words without and with weights. */
export function judged(
  words: readonly JudgedWord[],
  weights?: ConfidenceWeights,
): JudgedConfidence[] {
  return words.map(({ evidence, isRight }) => ({
    confidence: weights ? confidenceOf(evidence, weights) : evidence.sound,
    isRight,
  }));
}
