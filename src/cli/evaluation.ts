/**
 * Error rates and speed over the recordings of a manifest.
 * @module
 */
import { openAudioFile, type AudioSource } from '../audio/decode-file';
import { Random } from '../base/random';
import type { Recognizer } from '../recognizer/recognizer';
import { transcribeSource } from '../recognizer/transcribe-source';
import { ErrorCounts } from '../text/error-rate';
import type { ManifestRow } from '../training/manifest';
import { bootstrapInterval, type ErrorShare } from './bootstrap';
import type { PhoneListener } from './phone-errors';

/** One recording, what was said in it and what was heard. */
export interface EvaluatedRow {
  readonly row: ManifestRow;
  readonly hypothesis: string;
  /** The live text before the second pass; only with `stream`. */
  readonly firstPass?: string;
  /** Errors in phones, where the decoder hears phones and the lexicon has all words of the reference. */
  readonly phones?: ErrorShare;
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
  /** Phone error rate; null where no phones were heard. */
  readonly per: number | null;
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
export function chooseRows<Row extends ManifestRow>(
  rows: readonly Row[],
  { corpus, limit, seed }: RowChoice,
): Row[] {
  const all = rows.filter((row) => corpus === undefined || row.corpus === corpus);
  return limit === undefined ? all : new Random(seed).shuffle(all).slice(0, limit);
}

/**
 * Transcribes one recording of the manifest.
 * @param phones Hears the phones of `recognizer`.
 * @param around Puts the recording into noise, for instance.
 * @throws UserError if it cannot be decoded.
 */
export async function evaluateRow(
  recognizer: Recognizer,
  row: ManifestRow,
  stream: boolean,
  phones?: PhoneListener,
  around: (source: AudioSource) => AudioSource = (source) => source,
): Promise<EvaluatedRow> {
  phones?.begin();
  const begin = performance.now();
  const { utterances, duration, firstPass } = await transcribeSource(
    recognizer,
    around(await openAudioFile(row.file)),
    { stream },
  );
  const work = (performance.now() - begin) / 1000;
  const phoneErrors = phones?.errorsIn(row.normalised);
  return {
    row,
    hypothesis: utterances.map(({ text }) => text).join(' '),
    ...(firstPass === undefined ? {} : { firstPass }),
    ...(phoneErrors === undefined ? {} : { phones: phoneErrors }),
    duration,
    work,
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
    per: phoneErrorRate(rows),
    exact: errors.filter((row) => row.errors === 0).length / rows.length,
    ...(live
      ? { firstPassWer: firstPass.wordErrorRate, firstPassCer: firstPass.characterErrorRate }
      : {}),
    realTimeFactor: sum(rows.map(({ work }) => work)) / audioSeconds,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  };
}

/** Phone errors of those rows that have any; null where none has. */
export function phoneErrorRate(rows: readonly EvaluatedRow[]): number | null {
  const shares = rows.flatMap(({ phones }) => (phones === undefined ? [] : [phones]));
  if (shares.length === 0) return null;
  return sum(shares.map(({ errors }) => errors)) / Math.max(1, sum(shares.map((s) => s.length)));
}

/** Word and character errors of all rows together. */
export function countErrors(
  rows: readonly EvaluatedRow[],
  heard: (row: EvaluatedRow) => string,
): ErrorCounts {
  const counts = new ErrorCounts();
  for (const row of rows) counts.add(row.row.normalised, heard(row));
  return counts;
}

/** Word errors, one entry a row. */
export function wordErrors(rows: readonly EvaluatedRow[]): ErrorShare[] {
  return rows.map((row) => {
    const { words } = countErrors([row], ({ hypothesis }) => hypothesis);
    return {
      errors: words.substitutions + words.insertions + words.deletions,
      length: words.reference,
    };
  });
}

/** All added up. */
export function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
