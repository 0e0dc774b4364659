/**
 * Where the errors of an evaluation are: in which corpora, by which speakers, in which recordings, in which words.
 * @module
 */
import { alignmentLines, type AlignmentLines } from '../text/alignment-lines';
import { align } from '../text/edit-distance';
import { wordsIn } from '../text/error-rate';
import { scoringText } from '../text/scoring-text';
import { bootstrapInterval } from './bootstrap';
import { countErrors, phoneErrorRate, sum, wordErrors, type EvaluatedRow } from './evaluation';

/** Errors of the recordings of one corpus or of one speaker; rates are shares. */
export interface GroupErrors {
  readonly corpus: string;
  /** Only for speakers. */
  readonly speaker?: string;
  readonly utterances: number;
  readonly audioSeconds: number;
  /** Words of the reference. */
  readonly words: number;
  readonly wer: number;
  readonly werInterval: readonly [number, number];
  readonly cer: number;
  readonly per: number | null;
  readonly normalisedWer: number;
}

/** A recording with many errors. */
export interface WorstRow {
  readonly file: string;
  readonly speaker: string;
  readonly corpus: string;
  /** Word errors as a share of the reference. */
  readonly wer: number;
  readonly errors: number;
  /** As sclite shows it. */
  readonly alignment: AlignmentLines;
}

/** The fields that `skald evaluate --json` has beside those of `EvaluationReport`. */
export interface EvaluationDetails {
  /** Word error rate after `scoringText`. */
  readonly normalisedWer: number;
  readonly normalisedWerInterval: readonly [number, number];
  /** Most errors first. */
  readonly corpora: readonly GroupErrors[];
  /** Most errors first. */
  readonly speakers: readonly GroupErrors[];
  /** Those with the largest share of wrong words first; none without an error. */
  readonly worst: readonly WorstRow[];
}

/** Words that were taken for others (or lost, or added: '') and how often. */
export interface Confusion {
  readonly reference: string;
  readonly hypothesis: string;
  readonly count: number;
}

/** Reference and hypothesis after `scoringText`. */
export function normalisedRow(row: EvaluatedRow): EvaluatedRow {
  return {
    ...row,
    row: { ...row.row, normalised: scoringText(row.row.normalised) },
    hypothesis: scoringText(row.hypothesis),
  };
}

const heardIn = ({ hypothesis }: EvaluatedRow): string => hypothesis;

function groupErrors(rows: readonly EvaluatedRow[], seed: number, ofSpeaker: boolean): GroupErrors {
  const counts = countErrors(rows, heardIn);
  const first = rows[0]?.row;
  return {
    corpus: first?.corpus ?? '',
    ...(ofSpeaker ? { speaker: first?.speaker ?? '' } : {}),
    utterances: rows.length,
    audioSeconds: sum(rows.map(({ duration }) => duration)),
    words: counts.words.reference,
    wer: counts.wordErrorRate,
    werInterval: bootstrapInterval(wordErrors(rows), seed),
    cer: counts.characterErrorRate,
    per: phoneErrorRate(rows),
    normalisedWer: countErrors(rows.map(normalisedRow), heardIn).wordErrorRate,
  };
}

function groups(
  rows: readonly EvaluatedRow[],
  keyOf: (row: EvaluatedRow) => string,
  seed: number,
  ofSpeaker: boolean,
): GroupErrors[] {
  const byKey = new Map<string, EvaluatedRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [row]);
    else list.push(row);
  }
  return [...byKey.values()]
    .map((list) => groupErrors(list, seed, ofSpeaker))
    .sort((a, b) => b.wer - a.wer);
}

/** The `count` recordings with the largest share of wrong words; of equals, those with more errors. */
export function worstRows(rows: readonly EvaluatedRow[], count: number): WorstRow[] {
  const shares = wordErrors(rows);
  return rows
    .map((evaluated, i) => {
      const { errors = 0, length = 0 } = shares[i] ?? {};
      return { evaluated, errors, wer: errors / Math.max(1, length) };
    })
    .filter(({ errors }) => errors > 0)
    .sort((a, b) => b.wer - a.wer || b.errors - a.errors)
    .slice(0, count)
    .map(({ evaluated: { row, hypothesis }, errors, wer }) => ({
      file: row.file,
      speaker: row.speaker,
      corpus: row.corpus,
      wer,
      errors,
      alignment: alignmentLines(wordsIn(row.normalised), wordsIn(hypothesis)),
    }));
}

/** Pairs of words that differ, the most frequent first. */
export function confusionsIn(rows: readonly EvaluatedRow[]): Confusion[] {
  const counts = new Map<string, number>();
  for (const { row, hypothesis } of rows) {
    for (const pair of align(wordsIn(row.normalised), wordsIn(hypothesis)).pairs) {
      if (pair.reference === pair.hypothesis) continue;
      const key = `${pair.reference ?? ''}\t${pair.hypothesis ?? ''}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([key, count]) => {
      const [reference = '', hypothesis = ''] = key.split('\t');
      return { reference, hypothesis, count };
    })
    .sort((a, b) => b.count - a.count || (a.reference < b.reference ? -1 : 1));
}

/**
 * Looks into the errors.
 * @param rows At least one.
 * @param seed Of the intervals' drawings.
 * @param worst How many recordings are listed.
 */
export function detailsOf(
  rows: readonly EvaluatedRow[],
  seed: number,
  worst: number,
): EvaluationDetails {
  const normalised = rows.map(normalisedRow);
  return {
    normalisedWer: countErrors(normalised, heardIn).wordErrorRate,
    normalisedWerInterval: bootstrapInterval(wordErrors(normalised), seed),
    corpora: groups(rows, ({ row }) => row.corpus, seed, false),
    speakers: groups(rows, ({ row }) => `${row.corpus}\t${row.speaker}`, seed, true),
    worst: worstRows(rows, worst),
  };
}
