/**
 * Finds the weights with which a recurrent language model chooses among readings with the fewest word errors, on readings
 * that are in memory. As in tuning.ts, weights are sought on each half of the speakers and counted on the other.
 * @module
 */
import { rescoredScore, type ReadingEvidence, type RescoringWeights } from '../decoder/rescoring';
import { editDistance } from '../text/edit-distance';
import { wordsIn } from '../text/error-rate';
import type { ErrorShare } from './bootstrap';
import { halvesOf, rateOf, type TunedRecording } from './tuning';

/** A reading of a piece of a recording. */
export interface JudgedReading {
  readonly text: readonly string[];
  readonly evidence: ReadingEvidence;
}

/** A recording with the readings of each of its pieces, best first. */
export interface ReadRecording extends Pick<TunedRecording, 'speaker' | 'reference'> {
  readonly pieces: readonly (readonly JudgedReading[])[];
}

/** Word errors of each half. */
export interface RescoringTrial {
  readonly weights: RescoringWeights;
  readonly halves: readonly [ErrorShare, ErrorShare];
}

/** What a search found. */
export interface RescoringResult {
  /** As the search left it. */
  readonly before: RescoringTrial;
  /** Best on the first half, on the second, and on both. */
  readonly bestOfHalf: readonly [RescoringTrial, RescoringTrial];
  readonly best: RescoringTrial;
  /** Each half with the weights of the other: what new speakers may expect. */
  readonly heldOutWer: number;
  /** Word errors of the best readings. */
  readonly oracleWer: number;
}

const NO_RESCORING: RescoringWeights = { recurrent: 0, ngram: 0, word: 0 };

function* steps(from: number, to: number, step: number): Generator<number> {
  for (let i = 0; from + i * step <= to + step / 2; i++) {
    yield Math.round(100 * (from + i * step)) / 100;
  }
}

/** How far weights are from leaving the search alone. */
function strengthOf({ recurrent, ngram, word }: RescoringWeights): number {
  return recurrent + Math.abs(ngram) + Math.abs(word);
}

/** All weights that are tried: the mildest first, so that of equally good ones they are kept. */
function grid(): RescoringWeights[] {
  return [...points()].sort((a, b) => strengthOf(a) - strengthOf(b));
}

function* points(): Generator<RescoringWeights> {
  for (const recurrent of steps(0, 1, 0.05)) {
    for (const ngram of steps(-0.6, 0.2, 0.1)) {
      for (const word of steps(-1, 1.5, 0.5)) yield { recurrent, ngram, word };
    }
  }
}

/** A recording whose errors are counted once for each choice. */
class CountedRecording {
  private readonly known = new Map<string, number>();
  private readonly spoken: string[];

  constructor(private readonly recording: ReadRecording) {
    this.spoken = wordsIn(recording.reference);
  }

  get length(): number {
    return this.spoken.length;
  }

  errors(weights: RescoringWeights): number {
    return this.errorsOf(
      this.recording.pieces.map((readings) =>
        bestOf(readings, ({ evidence }) => rescoredScore(evidence, weights)),
      ),
    );
  }

  /** Of the best readings; piece by piece, each with what is best for it beside the first readings of the others. */
  oracleErrors(): number {
    const { pieces } = this.recording;
    const chosen = pieces.map(() => 0);
    for (const [i, readings] of pieces.entries()) {
      const errors = readings.map((_, reading) =>
        this.errorsOf(chosen.map((other, j) => (i === j ? reading : other))),
      );
      chosen[i] = Math.max(0, errors.indexOf(Math.min(...errors)));
    }
    return this.errorsOf(chosen);
  }

  private errorsOf(chosen: readonly number[]): number {
    const key = chosen.join();
    let errors = this.known.get(key);
    if (errors === undefined) {
      const heard = this.recording.pieces.flatMap(
        (readings, i) => readings[chosen[i] ?? 0]?.text ?? [],
      );
      this.known.set(key, (errors = editDistance(this.spoken, heard)));
    }
    return errors;
  }
}

function bestOf<T>(items: readonly T[], scoreOf: (item: T) => number): number {
  let [best, most] = [0, -Infinity];
  for (const [i, item] of items.entries()) {
    const score = scoreOf(item);
    if (score > most) [best, most] = [i, score];
  }
  return best;
}

/** Tries all weights. */
export function findRescoring(recordings: readonly ReadRecording[]): RescoringResult {
  const halves = halvesOf(recordings);
  const counted = recordings.map((recording) => ({
    recording: new CountedRecording(recording),
    half: halves.get(recording.speaker) ?? 0,
  }));
  const count = (errorsOf: (recording: CountedRecording) => number): [ErrorShare, ErrorShare] => {
    const [first, second] = [
      { errors: 0, length: 0 },
      { errors: 0, length: 0 },
    ];
    for (const { recording, half } of counted) {
      const sum = half === 0 ? first : second;
      sum.errors += errorsOf(recording);
      sum.length += recording.length;
    }
    return [first, second];
  };
  const trialOf = (weights: RescoringWeights): RescoringTrial => ({
    weights,
    halves: count((recording) => recording.errors(weights)),
  });
  const before = trialOf(NO_RESCORING);
  const trials = grid().map(trialOf);
  const least = (rate: (trial: RescoringTrial) => number): RescoringTrial =>
    trials[bestOf(trials, (trial) => -rate(trial))] ?? before;
  const first = least((trial) => rateOf(trial.halves[0]));
  const second = least((trial) => rateOf(trial.halves[1]));
  return {
    before,
    bestOfHalf: [first, second],
    best: least((trial) => rateOf(...trial.halves)),
    heldOutWer: rateOf(second.halves[0], first.halves[1]),
    oracleWer: rateOf(...count((recording) => recording.oracleErrors())),
  };
}
