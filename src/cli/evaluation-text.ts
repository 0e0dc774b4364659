/**
 * The report file of `skald evaluate`: figures, tables by corpus and speaker, and every alignment as sclite prints it.
 * @module
 */
import { alignmentLines, type AlignmentLines } from '../text/alignment-lines';
import { wordsIn } from '../text/error-rate';
import type { EvaluatedRow, EvaluationReport } from './evaluation';
import {
  confusionsIn,
  type Confusion,
  type EvaluationDetails,
  type GroupErrors,
} from './evaluation-details';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
/** Confusions listed of each kind. */
const MOST_CONFUSIONS = 30;

/** What the terminal shows. */
export function summaryText(report: EvaluationReport, details: EvaluationDetails): string {
  const [low, high] = report.werInterval;
  const lines = [
    `recordings         ${report.utterances}, ${(report.audioSeconds / 60).toFixed(1)} minutes`,
    `word errors        ${percent(report.wer)} (95 %: ${percent(low)} to ${percent(high)})`,
    `after normalising  ${percent(details.normalisedWer)}`,
    `character errors   ${percent(report.cer)}`,
    ...(report.per === null ? [] : [`phone errors       ${percent(report.per)}`]),
    `wholly right       ${percent(report.exact)} of recordings`,
  ];
  if (report.firstPassWer !== undefined && report.firstPassCer !== undefined) {
    lines.push(
      `first pass         ${percent(report.firstPassWer)} of words, ${percent(report.firstPassCer)} of characters`,
    );
  }
  lines.push(
    `real-time factor   ${report.realTimeFactor.toFixed(3)}`,
    `peak memory        ${report.peakRssMb.toFixed(0)} MB`,
  );
  return `${lines.join('\n')}\n`;
}

function groupTable(title: string, groups: readonly GroupErrors[]): string[] {
  const named = groups.map((group) => ({
    name: group.speaker === undefined ? group.corpus : `${group.speaker} (${group.corpus})`,
    group,
  }));
  const width = Math.max(title.length, ...named.map(({ name }) => name.length));
  return [
    `${title.padEnd(width)}  recordings   words   words wrong (95 %)         normalised   letters    phones`,
    ...named.map(({ name, group }) => {
      const [low, high] = group.werInterval;
      const interval = `${percent(group.wer)} (${percent(low)} to ${percent(high)})`;
      return [
        name.padEnd(width),
        String(group.utterances).padStart(11),
        String(group.words).padStart(7),
        ` ${interval.padEnd(27)}`,
        percent(group.normalisedWer).padStart(9),
        percent(group.cer).padStart(9),
        (group.per === null ? '–' : percent(group.per)).padStart(9),
      ].join(' ');
    }),
  ];
}

function alignmentBlock(name: string, alignment: AlignmentLines): string[] {
  const { correct, substitutions, deletions, insertions } = alignment;
  return [
    `id: (${name})`,
    `Scores: (#C #S #D #I) ${correct} ${substitutions} ${deletions} ${insertions}`,
    alignment.reference,
    alignment.hypothesis,
    alignment.evaluation,
    '',
  ];
}

function confusionList(title: string, confusions: readonly Confusion[]): string[] {
  return [
    title,
    ...confusions
      .slice(0, MOST_CONFUSIONS)
      .map(
        ({ reference, hypothesis, count }) =>
          `${String(count).padStart(5)}  ${[reference, hypothesis].filter(Boolean).join(' ==> ')}`,
      ),
    '',
  ];
}

/** All of it. */
export function reportText(
  report: EvaluationReport,
  details: EvaluationDetails,
  rows: readonly EvaluatedRow[],
): string {
  const confusions = confusionsIn(rows);
  return [
    summaryText(report, details),
    ...groupTable('corpus', details.corpora),
    '',
    ...groupTable('speaker', details.speakers),
    '',
    ...confusionList(
      'Words taken for others',
      confusions.filter(({ reference, hypothesis }) => reference !== '' && hypothesis !== ''),
    ),
    ...confusionList(
      'Words lost',
      confusions.filter(({ hypothesis }) => hypothesis === ''),
    ),
    ...confusionList(
      'Words added',
      confusions.filter(({ reference }) => reference === ''),
    ),
    'Worst recordings',
    '',
    ...details.worst.flatMap(({ file, wer, alignment }) =>
      alignmentBlock(`${file}, ${percent(wer)}`, alignment),
    ),
    'All recordings',
    '',
    ...rows.flatMap(({ row, hypothesis }) =>
      alignmentBlock(row.file, alignmentLines(wordsIn(row.normalised), wordsIn(hypothesis))),
    ),
  ].join('\n');
}
