/**
 * How well recordings fit their texts, as a table with the worst first, and in short by corpus.
 * @module
 */
import path from 'node:path';
import { decodePhones } from '../text/phones';
import type { ManifestRow } from '../training/manifest';
import { whyLeftOut, worstFirst, wrongShare, type TextFit } from '../training/text-fit';

/** A recording and how it fits; no fit where nobody knows how one of its words is said. */
export interface ScoredRow {
  readonly row: ManifestRow;
  readonly fit: TextFit | undefined;
}

const COLUMNS = [
  ...['file', 'corpus', 'speaker', 'seconds', 'phones', 'errors', 'share', 'logLikelihood'],
  ...['text', 'heard'],
] as const;

type FittedRow = ScoredRow & { readonly fit: TextFit };

/** Those that have a fit, the worst first. */
export function sortedByFit(scored: readonly ScoredRow[]): FittedRow[] {
  return scored
    .filter((one): one is FittedRow => one.fit !== undefined)
    .sort((a, b) => worstFirst(a.fit, b.fit));
}

/**
 * Tab-separated, with a header; in the order of the rows.
 * @param folder That the paths are relative to.
 */
export function scoreTable(rows: readonly FittedRow[], folder: string): string {
  const lines = rows.map(({ row, fit }) =>
    [
      ...[path.relative(folder, row.file), row.corpus, row.speaker, row.seconds.toFixed(2)],
      ...[fit.phones, fit.errors, wrongShare(fit).toFixed(3), fit.logLikelihood.toFixed(3)],
      ...[row.normalised, decodePhones(fit.heard)],
    ].join('\t'),
  );
  return `${[COLUMNS.join('\t'), ...lines].join('\n')}\n`;
}

/** What one corpus comes to. */
export interface CorpusFit {
  readonly corpus: string;
  readonly recordings: number;
  readonly hours: number;
  /** Recordings with a word that nobody knows how to say. */
  readonly withoutPhones: number;
  readonly phones: number;
  /** Phone errors as a share, of all recordings, and of those alone that fit their text. */
  readonly per: number;
  readonly perOfFitting: number;
  /** Mean over all steps; of recordings that are long enough for their text. */
  readonly logLikelihood: number;
  readonly leftOut: number;
}

/** By corpus in alphabetical order, then all of them. */
export function fitByCorpus(scored: readonly ScoredRow[]): CorpusFit[] {
  const names = Array.from(new Set(scored.map(({ row }) => row.corpus))).sort();
  return [
    ...names.map((name) =>
      sumUp(
        name,
        scored.filter(({ row }) => row.corpus === name),
      ),
    ),
    sumUp('all', scored),
  ];
}

function sumUp(corpus: string, scored: readonly ScoredRow[]): CorpusFit {
  const rows = sortedByFit(scored);
  const fitting = rows.filter(({ fit }) => whyLeftOut(fit) === undefined);
  const aligned = rows.filter(({ fit }) => fit.logLikelihood > -Infinity);
  const add = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const phones = (some: readonly FittedRow[]): number => add(some.map(({ fit }) => fit.phones));
  const per = (some: readonly FittedRow[]): number =>
    add(some.map(({ fit }) => fit.errors)) / Math.max(1, phones(some));
  const seconds = (some: readonly ScoredRow[]): number => add(some.map(({ row }) => row.seconds));
  return {
    corpus,
    recordings: scored.length,
    hours: seconds(scored) / 3600,
    withoutPhones: scored.length - rows.length,
    phones: phones(rows),
    per: per(rows),
    perOfFitting: per(fitting),
    logLikelihood:
      add(aligned.map(({ row, fit }) => fit.logLikelihood * row.seconds)) /
      Math.max(Number.EPSILON, seconds(aligned)),
    leftOut: rows.length - fitting.length,
  };
}

/** The same for people. */
export function readableFit(corpora: readonly CorpusFit[]): string {
  const width = Math.max(...corpora.map(({ corpus }) => corpus.length));
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(9);
  return `${[
    'phones: phone errors of all recordings; fitting: of those that fit their text; likelihood: natural logarithm, of a step of 30 ms',
    `${''.padEnd(width)} recordings   hours    phones   fitting  likelihood  left out`,
    ...corpora.map((c) =>
      [
        c.corpus.padEnd(width),
        String(c.recordings).padStart(10),
        c.hours.toFixed(2).padStart(7),
        percent(c.per),
        percent(c.perOfFitting),
        c.logLikelihood.toFixed(3).padStart(11),
        String(c.leftOut).padStart(9),
      ].join(' '),
    ),
  ].join('\n')}\n`;
}
