/**
 * Error rates and speed over the recordings of a manifest.
 * @module
 */
import { openAudioFile } from '../audio/decode-file';
import { Random } from '../base/random';
import type { Recognizer } from '../recognizer/recognizer';
import { transcribeSource } from '../recognizer/transcribe-source';
import { editDistance } from '../text/edit-distance';
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
  const words = shares(rows, (row) => row.hypothesis, wordsIn);
  const live = rows.every((row) => row.firstPass !== undefined);
  const firstPass = (row: EvaluatedRow): string => row.firstPass ?? '';
  return {
    utterances: rows.length,
    audioSeconds,
    wer: pooled(words),
    werInterval: bootstrapInterval(words, seed),
    cer: pooled(shares(rows, (row) => row.hypothesis, lettersIn)),
    per: null,
    ...(live
      ? {
          firstPassWer: pooled(shares(rows, firstPass, wordsIn)),
          firstPassCer: pooled(shares(rows, firstPass, lettersIn)),
        }
      : {}),
    realTimeFactor: sum(rows.map(({ work }) => work)) / audioSeconds,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  };
}

function shares(
  rows: readonly EvaluatedRow[],
  heard: (row: EvaluatedRow) => string,
  parts: (text: string) => readonly string[],
): ErrorShare[] {
  return rows.map((row) => {
    const reference = parts(row.row.normalised);
    return { errors: editDistance(reference, parts(heard(row))), length: reference.length };
  });
}

function pooled(counts: readonly ErrorShare[]): number {
  return sum(counts.map(({ errors }) => errors)) / sum(counts.map(({ length }) => length));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function wordsIn(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

function lettersIn(text: string): string[] {
  return Array.from(text);
}
