/**
 * From features and transcripts to recordings that can be learned from.
 * @module
 */
import type { Random } from '../base/random';
import { COEFFICIENTS, FRAMES_PER_STEP, STEP_SECONDS } from '../features/definition';
import type { FeatureStatistics } from '../features/running-mean';
import type { Tensorflow } from '../tensor/backend';
import { encode } from '../text/alphabet';
import { stepsNeeded } from './batch';
import type { CachedRow } from './feature-cache';
import { toLogMel } from './mel-front-end';
import type { PhoneLabels } from './phone-labels';

/** What was left out, and why. */
export interface DatasetReport {
  readonly used: number;
  readonly hours: number;
  readonly tooLong: number;
  readonly tooShortForLabels: number;
  readonly withoutText: number;
  /** Used, but with a word that has no pronunciation: only their characters are learned. */
  readonly withoutPhones: number;
}

/** A word of a recording, and the steps of its first and behind its last phone. */
export interface AlignedWord {
  readonly text: string;
  readonly phones: Int32Array;
  readonly start: number;
  readonly end: number;
}

/** A recording as it was heard, with what is said in it. */
export interface Recording {
  readonly corpus: string;
  /** What is said, normalised. */
  readonly text: string;
  /** Its words with their times, where a run asked for them and every word's phones are known. */
  readonly words?: readonly AlignedWord[];
  /** Frames × 40 log mel powers; whole steps. */
  readonly mel: Float32Array;
  readonly stepCount: number;
  /** Characters. */
  readonly labels: Int32Array;
  /** Phones; none if a word has no pronunciation. */
  readonly phones: Int32Array;
  /** The phone of every step, or the blank, where a run asked for it and every word's phones are known. */
  readonly targets?: Uint8Array;
  /** Nothing is said in it, which is to be learned: labels and phones are none. */
  readonly silent?: true;
}

/** Mean and deviation of each coefficient over all frames (one pass, 64-bit sums). */
export function featureStatistics(rows: readonly CachedRow[]): FeatureStatistics {
  const sums = new Float64Array(COEFFICIENTS);
  const squares = new Float64Array(COEFFICIENTS);
  let frames = 0;
  for (const { features } of rows) {
    frames += features.rows;
    for (let i = 0; i < features.data.length; i++) {
      const value = features.data[i]!;
      sums[i % COEFFICIENTS]! += value;
      squares[i % COEFFICIENTS]! += value * value;
    }
  }
  const mean = Float32Array.from(sums, (sum) => sum / frames);
  const deviation = Float32Array.from(squares, (square, i) =>
    Math.sqrt(Math.max(square / frames - (sums[i]! / frames) ** 2, 1e-6)),
  );
  return { mean, deviation };
}

/** Turns the cached features into log mel powers, in place, and labels them. */
export function makeRecordings(
  tf: Tensorflow,
  rows: readonly CachedRow[],
  longestSeconds: number,
  phonesOf: PhoneLabels = () => new Int32Array(0),
): { recordings: Recording[]; report: DatasetReport } {
  const count = { tooLong: 0, tooShortForLabels: 0, withoutText: 0, withoutPhones: 0 };
  let seconds = 0;
  const recordings = rows.flatMap((row) => {
    const labels = encode(row.normalised);
    const phones = phonesOf(row.normalised);
    const stepCount = Math.floor(row.features.rows / FRAMES_PER_STEP);
    if (row.seconds > longestSeconds) count.tooLong++;
    else if (labels.length === 0) count.withoutText++;
    else if (stepCount < Math.max(stepsNeeded(labels), stepsNeeded(phones))) {
      count.tooShortForLabels++;
    } else {
      if (phones.length === 0) count.withoutPhones++;
      const mel = row.features.data.subarray(0, stepCount * FRAMES_PER_STEP * COEFFICIENTS);
      toLogMel(tf, mel);
      seconds += stepCount * STEP_SECONDS;
      return [{ corpus: row.corpus, text: row.normalised, mel, stepCount, labels, phones }];
    }
    return [];
  });
  return { recordings, report: { used: recordings.length, hours: seconds / 3600, ...count } };
}

/**
 * At most `most` recordings of each text, drawn anew by every call: words and sentences that many speakers repeat
 * would be learned by heart. Recordings without labels all stay; the order does too.
 */
export function limitRepeats<T extends { readonly labels: Int32Array }>(
  recordings: readonly T[],
  most: number,
  random: Random,
): T[] {
  const byText = new Map<string, number[]>();
  for (const [i, { labels }] of recordings.entries()) {
    if (labels.length === 0) continue;
    const text = labels.join();
    const alike = byText.get(text);
    if (alike) alike.push(i);
    else byText.set(text, [i]);
  }
  const left = new Set<number>();
  for (const alike of byText.values()) {
    if (alike.length > most) {
      random
        .shuffle(alike)
        .slice(most)
        .forEach((i) => left.add(i));
    }
  }
  return recordings.filter((_, i) => !left.has(i));
}

/**
 * Takes each corpus as often as `repeats` says (once if it says nothing), fractions rounded up: {@link thinCorpora} takes
 * what is too many away again, anew in every epoch.
 */
export function repeatCorpora<T extends { readonly corpus: string }>(
  examples: readonly T[],
  repeats: Readonly<Record<string, number>>,
): T[] {
  return examples.flatMap((e) => new Array<T>(Math.ceil(repeats[e.corpus] ?? 1)).fill(e));
}

/** Of what {@link repeatCorpora} made, as many as `repeats` says on average; nothing is drawn for whole numbers. */
export function thinCorpora<T extends { readonly corpus: string }>(
  examples: readonly T[],
  repeats: Readonly<Record<string, number>>,
  random: Random,
): T[] {
  return examples.filter(({ corpus }) => {
    const times = repeats[corpus] ?? 1;
    return Number.isInteger(times) || random.next() < times / Math.ceil(times);
  });
}
