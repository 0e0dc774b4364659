/**
 * `skald model rescoring`: what a recurrent language model is worth in word errors, and the weights that it needs.
 * @module
 */
import { UserError } from '../base/errors';
import { addRecurrent } from '../bundle/add-language';
import { decodeRecurrent, encodeRecurrent, readRecurrent } from '../bundle/recurrent-file';
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../decoder/lexicon-beam';
import { evidenceOf } from '../decoder/rescoring';
import { RecurrentScorer } from '../language/recurrent/recurrent-scorer';
import { readingsOf } from '../recognizer/phone-decoder';
import { parseCommand, wholeNumber } from './command';
import { HEARING, hearManifest, type WordBundle } from './hear-phones';
import type { HeardRecording } from './heard-file';
import {
  findRescoring,
  type JudgedReading,
  type ReadRecording,
  type RescoringResult,
  type RescoringTrial,
} from './rescoring-worth';
import { userPath, type Terminal } from './terminal';
import { rateOf } from './tuning';

const DEFAULT_READINGS = 50;

/** Runs it. */
export async function rescoringCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<0 | 1> {
  const { values, positionals } = parseCommand('model', args, {
    ...HEARING,
    recurrent: { type: 'string' },
    readings: { type: 'string' },
    write: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  const readings = wholeNumber('model', 'readings', values.readings, 2) ?? DEFAULT_READINGS;
  const { path, bundle, recordings, failed } = await hearManifest(terminal, positionals, values);
  const file =
    values.recurrent === undefined
      ? bundle.recurrent?.()
      : await readRecurrent(userPath(terminal, values.recurrent));
  if (file === undefined) {
    throw new UserError(
      `Model ${positionals[0] ?? ''} has no recurrent language model`,
      'give --recurrent FILE, see `skald language --help` for train-recurrent',
    );
  }
  // As it will be stored, so that what is measured is what ships.
  const stored = Buffer.from(encodeRecurrent(file));
  const { spec, pieces, weights } = decodeRecurrent(stored, 'to write');
  const scorer = await RecurrentScorer.open(spec, pieces, weights);
  if (scorer === undefined) {
    throw new UserError('rescoring needs the native library', 'see `skald doctor`');
  }
  let read: TimedRecordings;
  try {
    read = readAll(terminal, bundle, recordings, scorer, readings);
  } finally {
    scorer.close();
  }
  const result = findRescoring(read.recordings);
  if (values.write === true) {
    await addRecurrent(path, stored, {
      ...bundle.manifest.decoding,
      rescoring: { ...result.best.weights, readings },
    });
  }
  const report = reportOf(result, read, readings);
  terminal.write(values.json === true ? `${JSON.stringify(report)}\n` : readable(result, report));
  return failed ? 1 : 0;
}

/** All readings, and what scoring them took. */
interface TimedRecordings {
  readonly recordings: readonly ReadRecording[];
  /** Processor time of each piece, least first. */
  readonly milliseconds: readonly number[];
}

function readAll(
  terminal: Terminal,
  { lexicon, words, manifest }: WordBundle,
  recordings: readonly HeardRecording[],
  scorer: RecurrentScorer,
  count: number,
): TimedRecordings {
  const options = { ...DEFAULT_LEXICON_BEAM, ...manifest.decoding };
  const search = new LexiconSearch(lexicon, words, options);
  const milliseconds: number[] = [];
  const read = recordings.map(({ speaker, reference, pieces }, i) => {
    terminal.progress(`${i} of ${recordings.length} recordings searched`);
    return {
      ...{ speaker, reference },
      pieces: pieces.map((piece): JudgedReading[] => {
        const readings = readingsOf(search, piece, count);
        const before = process.cpuUsage();
        const evidence = evidenceOf(readings, scorer, words);
        const { user, system } = process.cpuUsage(before);
        milliseconds.push((user + system) / 1000);
        return evidence.map((own, j) => ({
          text: readings[j]?.words.map(({ word }) => word) ?? [],
          evidence: own,
        }));
      }),
    };
  });
  terminal.progress('');
  return { recordings: read, milliseconds: milliseconds.sort((a, b) => a - b) };
}

/** The fields of `--json`; rates are shares. */
function reportOf(
  { before, bestOfHalf, best, heldOutWer, oracleWer }: RescoringResult,
  { recordings, milliseconds }: TimedRecordings,
  readings: number,
) {
  const half = (own: 0 | 1) => {
    const { weights, halves } = bestOfHalf[own];
    return { weights, wer: rateOf(halves[own]), otherHalfWer: rateOf(halves[own === 0 ? 1 : 0]) };
  };
  return {
    ...{ recordings: recordings.length, readings },
    before: { wer: rateOf(...before.halves), halves: before.halves.map((share) => rateOf(share)) },
    halves: [half(0), half(1)] as const,
    ...{ heldOutWer, oracleWer },
    best: { weights: best.weights, wer: rateOf(...best.halves) },
    medianMs: milliseconds[milliseconds.length >> 1] ?? 0,
    longestMs: milliseconds.at(-1) ?? 0,
  };
}

function readable(
  { before, bestOfHalf, best }: RescoringResult,
  report: ReturnType<typeof reportOf>,
): string {
  const share = (rate: number): string => `${(100 * rate).toFixed(2)} %`.padStart(9);
  const line = (name: string, { weights, halves }: RescoringTrial): string =>
    [
      name.padEnd(16),
      ...[weights.recurrent, weights.ngram, weights.word].map((n) => n.toFixed(1).padStart(9)),
      ...[rateOf(halves[0]), rateOf(halves[1]), rateOf(...halves)].map(share),
    ].join(' ');
  return `${[
    `${report.recordings} recordings, ${report.readings} readings of each; word errors of each half of the speakers and of all`,
    `${''.padEnd(16)} ${['recurrent', 'n-grams', 'word', 'first', 'second', 'all'].map((n) => n.padStart(9)).join(' ')}`,
    line('before', before),
    line('best for first', bestOfHalf[0]),
    line('best for second', bestOfHalf[1]),
    line('best for all', best),
    `each half with the weights of the other: ${share(report.heldOutWer).trim()}; best readings: ${share(report.oracleWer).trim()}`,
    `scoring the readings of a piece took ${report.medianMs.toFixed(0)} ms of processor time (median), ${report.longestMs.toFixed(0)} ms at most`,
  ].join('\n')}\n`;
}
