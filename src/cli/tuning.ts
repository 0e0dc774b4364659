/**
 * Finds the weights of the lexicon decoder that make the fewest word errors, on posteriors that are in memory.
 *
 * The speakers are split into two halves. Weights are sought on each half and counted on the other, which tells what
 * they are worth for new speakers; those that are kept are sought on both. The search goes along one weight at a time
 * (Hooke and Jeeves 1961, "Direct Search").
 * @module
 */
import type { Matrix } from '../base/matrix';
import { LexiconSearch, type LexiconBeamOptions } from '../decoder/lexicon-beam';
import type { Lexicon } from '../language/lexicon';
import type { WordModel } from '../language/word-model';
import { bestWords } from '../recognizer/phone-decoder';
import { editDistance } from '../text/edit-distance';
import { wordsIn } from '../text/error-rate';
import type { ErrorShare } from './bootstrap';

/** What was said in a recording, and the phones that were heard: one matrix a piece. */
export interface TunedRecording {
  readonly speaker: string;
  /** Normalised text. */
  readonly reference: string;
  /** T × 40 log posteriors each. */
  readonly pieces: readonly Matrix[];
}

/** The weights that are sought. */
export type TunedWeights = Pick<
  LexiconBeamOptions,
  'alpha' | 'beta' | 'acousticScale' | 'priorScale'
>;

/** First and last step along each weight, and its bounds. */
const STEPS = {
  alpha: { first: 0.2, last: 0.1, least: 0, most: 5 },
  beta: { first: 1, last: 0.5, least: -10, most: 10 },
  priorScale: { first: 0.2, last: 0.2, least: 0, most: 1 },
  acousticScale: { first: 0.2, last: 0.2, least: 0.2, most: 3 },
} as const satisfies Record<keyof TunedWeights, object>;

/** Errors of one set of weights. */
export interface Trial {
  readonly weights: TunedWeights;
  /** Word errors of each half. */
  readonly halves: readonly [ErrorShare, ErrorShare];
}

/** What a search found. */
export interface TuningResult {
  /** With the weights that the search began with. */
  readonly start: Trial;
  /** Best on the first half, on the second, and on both. */
  readonly bestOfHalf: readonly [Trial, Trial];
  readonly best: Trial;
  /** How many sets of weights were tried. */
  readonly tried: number;
}

/** Word errors as a share of the reference. */
export function rateOf(...shares: readonly ErrorShare[]): number {
  const sum = (key: keyof ErrorShare): number => shares.reduce((all, share) => all + share[key], 0);
  return sum('errors') / Math.max(1, sum('length'));
}

/** The half of each speaker: those with most words first, each to the half that has fewer. */
export function halvesOf(
  recordings: readonly Pick<TunedRecording, 'speaker' | 'reference'>[],
): ReadonlyMap<string, 0 | 1> {
  const words = new Map<string, number>();
  for (const { speaker, reference } of recordings) {
    words.set(speaker, (words.get(speaker) ?? 0) + wordsIn(reference).length);
  }
  const sorted = [...words].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  let lead = 0;
  return new Map(
    sorted.map(([speaker, count]) => {
      const half = lead <= 0 ? 0 : 1;
      lead += half === 0 ? count : -count;
      return [speaker, half];
    }),
  );
}

/** Log of the mean posterior of each class: what the network says of any sound. */
export function logPriorsOf(recordings: readonly TunedRecording[]): number[] {
  const sums: number[] = [];
  let rows = 0;
  for (const { columns, data, rows: more } of recordings.flatMap(({ pieces }) => pieces)) {
    rows += more;
    for (let i = 0; i < data.length; i++) {
      const c = i % columns;
      sums[c] = (sums[c] ?? 0) + Math.exp(data[i] ?? 0);
    }
  }
  return sums.map((sum) => Math.min(0, Math.log(Math.max(sum, Number.MIN_VALUE) / rows)));
}

/** Tries weights; none is tried twice. */
export class Tuner {
  private readonly halves: ReadonlyMap<string, 0 | 1>;
  private readonly logPriors: readonly number[];
  private readonly trials = new Map<string, Trial>();

  /**
   * @param base Everything that is not sought.
   * @param onTrial Told of each.
   */
  constructor(
    private readonly lexicon: Lexicon,
    private readonly words: WordModel,
    private readonly recordings: readonly TunedRecording[],
    private readonly base: LexiconBeamOptions,
    private readonly onTrial: (trial: Trial, tried: number) => void = () => undefined,
  ) {
    this.halves = halvesOf(recordings);
    this.logPriors = logPriorsOf(recordings);
  }

  /** Seeks from `start` on, for each half and for both. */
  tune(start: TunedWeights): TuningResult {
    const first = this.seek(start, ({ halves }) => rateOf(halves[0]));
    const second = this.seek(start, ({ halves }) => rateOf(halves[1]));
    const best = this.seek(start, ({ halves }) => rateOf(...halves));
    return {
      start: this.try(start),
      bestOfHalf: [first, second],
      best,
      tried: this.trials.size,
    };
  }

  /** Word errors with `weights`. */
  try(weights: TunedWeights): Trial {
    const rounded = {
      alpha: rounded4(weights.alpha),
      beta: rounded4(weights.beta),
      priorScale: rounded4(weights.priorScale),
      acousticScale: rounded4(weights.acousticScale),
    };
    const key = JSON.stringify(rounded);
    const known = this.trials.get(key);
    if (known !== undefined) return known;
    const halves = [0, 1].map(() => ({ errors: 0, length: 0 })) as [
      { errors: number; length: number },
      { errors: number; length: number },
    ];
    const options = { ...this.base, ...rounded, logPriors: this.logPriors };
    const search = new LexiconSearch(this.lexicon, this.words, options);
    for (const { speaker, reference, pieces } of this.recordings) {
      const heard = pieces.flatMap((piece) => bestWords(search, piece)?.words ?? []);
      const half = halves[this.halves.get(speaker) ?? 0];
      const spoken = wordsIn(reference);
      half.length += spoken.length;
      half.errors += editDistance(
        spoken,
        heard.map(({ word }) => word),
      );
    }
    const trial: Trial = { weights: rounded, halves };
    this.trials.set(key, trial);
    this.onTrial(trial, this.trials.size);
    return trial;
  }

  /** Goes along each weight while that helps, with ever smaller steps. */
  private seek(start: TunedWeights, cost: (trial: Trial) => number): Trial {
    let best = this.try(start);
    for (const scale of [1, 0.5]) {
      for (let moved = true; moved;) {
        moved = false;
        for (const name of Object.keys(STEPS) as (keyof TunedWeights)[]) {
          const better = this.along(best, name, scale, cost);
          moved ||= better !== best;
          best = better;
        }
      }
    }
    return best;
  }

  private along(
    from: Trial,
    name: keyof TunedWeights,
    scale: number,
    cost: (trial: Trial) => number,
  ): Trial {
    const { first, last, least, most } = STEPS[name];
    if (first * scale < last) return from;
    for (const direction of [1, -1]) {
      let best = from;
      for (;;) {
        const value = best.weights[name] + direction * first * scale;
        if (value < least - 1e-9 || value > most + 1e-9) break;
        const trial = this.try({ ...best.weights, [name]: value });
        if (cost(trial) >= cost(best)) break;
        best = trial;
      }
      if (best !== from) return best;
    }
    return from;
  }

  /** The options that stand for a trial, as a manifest keeps them. */
  decodingOf({ weights }: Trial): TunedWeights & { readonly logPriors?: readonly number[] } {
    return weights.priorScale === 0 ? weights : { ...weights, logPriors: this.logPriors };
  }
}

function rounded4(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
