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
  readonly firstPassWer?: number;
  readonly firstPassCer?: number;
  readonly realTimeFactor: number;
  readonly peakRssMb: number;
}

/** `limit` rows drawn with `seed`, or all in their order where there is no limit. */
export function chooseRows(
  rows: readonly ManifestRow[],
  limit: number | undefined,
  seed: number,
): ManifestRow[] {
  return limit === undefined ? [...rows] : new Random(seed).shuffle([...rows]).slice(0, limit);
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
  return {
    utterances: rows.length,
    audioSeconds,
    wer: heard.wordErrorRate,
    werInterval: bootstrapInterval(wordErrors(rows), seed),
    cer: heard.characterErrorRate,
    per: null,
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
