/**
 * Error rates and speed over the recordings of a manifest.
 * @module
 */
import { openAudioFile } from '../audio/decode-file';
import { Random } from '../base/random';
import type { Recognizer } from '../recognizer/recognizer';
import { transcribeSource } from '../recognizer/transcribe-source';
import { ErrorCounts } from '../text/error-rate';
import type { ManifestRow } from '../training/manifest';
import { bootstrapInterval, type ErrorShare } from './bootstrap';

/** One recording, what was said in it and what was heard. */
export interface EvaluatedRow {
  readonly row: ManifestRow;
  readonly hypothesis: string;
  /** The live text before the second pass; only with `stream`. */
  readonly firstPass?: string;
  /** Seconds of audio. */
  readonly duration: number;
  /** Seconds of work. */
  readonly work: number;
}

/** The fields of `skald evaluate --json`; rates are shares of the reference, 0.1 is 10 %. */
export interface EvaluationReport {
  readonly utterances: number;
  readonly audioSeconds: number;
  readonly wer: number;
  /** 95 % of drawings with replacement lie in it. */
  readonly werInterval: readonly [number, number];
  readonly cer: number;
  /** Phone error rate; null for a model of letters. */
  readonly per: null;
  /** Share of recordings without a single word error. */
  readonly exact: number;
  readonly firstPassWer?: number;
  readonly firstPassCer?: number;
  readonly realTimeFactor: number;
  readonly peakRssMb: number;
}

/** Which rows of a manifest are evaluated. */
export interface RowChoice {
  /** All corpora where none is named. */
  readonly corpus: string | undefined;
  /** No limit where none is given. */
  readonly limit: number | undefined;
  readonly seed: number;
}

/** The rows of `corpus` in their order, or `limit` of them drawn with `seed`. */
export function chooseRows(
  rows: readonly ManifestRow[],
  { corpus, limit, seed }: RowChoice,
): ManifestRow[] {
  const all = rows.filter((row) => corpus === undefined || row.corpus === corpus);
  return limit === undefined ? all : new Random(seed).shuffle(all).slice(0, limit);
}

/**
 * Transcribes one recording of the manifest.
 * @throws UserError if it cannot be decoded.
 */
export async function evaluateRow(
  recognizer: Recognizer,
  row: ManifestRow,
  stream: boolean,
): Promise<EvaluatedRow> {
  const begin = performance.now();
  const { utterances, duration, firstPass } = await transcribeSource(
    recognizer,
    await openAudioFile(row.file),
    { stream },
  );
  return {
    row,
    hypothesis: utterances.map(({ text }) => text).join(' '),
    ...(firstPass === undefined ? {} : { firstPass }),
    duration,
    work: (performance.now() - begin) / 1000,
  };
}

/**
 * Sums rows up.
 * @param rows At least one.
 * @param seed Of the interval's drawings.
 */
export function reportOf(rows: readonly EvaluatedRow[], seed: number): EvaluationReport {
  const audioSeconds = sum(rows.map(({ duration }) => duration));
  const heard = countErrors(rows, ({ hypothesis }) => hypothesis);
  const live = rows.every(({ firstPass }) => firstPass !== undefined);
  const firstPass = countErrors(rows, (row) => row.firstPass ?? '');
  const errors = wordErrors(rows);
  return {
    utterances: rows.length,
    audioSeconds,
    wer: heard.wordErrorRate,
    werInterval: bootstrapInterval(errors, seed),
    cer: heard.characterErrorRate,
    per: null,
    exact: errors.filter((row) => row.errors === 0).length / rows.length,
    ...(live
      ? { firstPassWer: firstPass.wordErrorRate, firstPassCer: firstPass.characterErrorRate }
      : {}),
    realTimeFactor: sum(rows.map(({ work }) => work)) / audioSeconds,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  };
}

function countErrors(
  rows: readonly EvaluatedRow[],
  heard: (row: EvaluatedRow) => string,
): ErrorCounts {
  const counts = new ErrorCounts();
  for (const row of rows) counts.add(row.row.normalised, heard(row));
  return counts;
}

/** One entry an utterance. */
function wordErrors(rows: readonly EvaluatedRow[]): ErrorShare[] {
  return rows.map((row) => {
    const { words } = countErrors([row], ({ hypothesis }) => hypothesis);
    return {
      errors: words.substitutions + words.insertions + words.deletions,
      length: words.reference,
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
