/**
 * `skald evaluate`: error rates and speed over a manifest of recordings.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { UserError, messageOf } from '../base/errors';
import { readManifest, type ManifestRow } from '../training/manifest';
import { noMore, oneOf, parseCommand, usageError, wholeNumber, type Command } from './command';
import {
  chooseRows,
  evaluateRow,
  reportOf,
  type EvaluatedRow,
  type EvaluationReport,
} from './evaluation';
import { errorLine } from './error-line';
import type { DecoderName } from '../recognizer/second-pass';
import { openRecognizer } from './open-recognizer';
import { PhoneListener } from './phone-errors';
import { userPath, type Terminal } from './terminal';

const DEFAULT_SEED = 1;
const DECODERS: readonly DecoderName[] = ['greedy', 'beam', 'lexicon'];

/** The command. */
export const evaluate: Command = {
  help: `
Usage: skald evaluate --manifest FILE [options]

Transcribes the recordings of a manifest (tab-separated, header: file seconds speaker corpus text normalised)
and compares with what was said in them.

  --corpus NAME      only the recordings of that corpus
  --limit N          only N of them, drawn at random …
  --seed S           … with this seed (default ${DEFAULT_SEED})
  --stream           hear them as live streams; also reports the first pass
  --decoder NAME     greedy, beam or lexicon; default: lexicon if the model has phones, lexicon and word model,
                     else beam
  --model DIR        another model than the bundled one
  --output FILE      keeps reference and hypothesis of each recording, tab-separated
  --json             {utterances, audioSeconds, wer, werInterval, cer, per, exact, realTimeFactor, peakRssMb}
                     and with --stream firstPassWer, firstPassCer; rates are shares, 0.1 is 10 %; per, of phones
                     against the usual ways to say the words, is null without the lexicon decoder
`,
  async run(args, terminal) {
    const settings = settingsOf(args);
    const all = await readManifest(userPath(terminal, settings.manifest));
    const rows = chooseRows(all, settings);
    if (rows.length === 0) {
      throw new UserError(
        `${settings.manifest} lists no recordings`,
        settings.corpus === undefined ? 'add a line for each recording' : 'try another --corpus',
      );
    }
    const { done, failed } = await evaluateAll(terminal, settings, rows);
    if (done.length === 0) {
      throw new UserError('no recording could be read', 'check the paths in the manifest');
    }
    if (settings.output !== undefined) {
      await writeRows(userPath(terminal, settings.output), done);
    }
    const report = reportOf(done, settings.seed);
    terminal.write(settings.json ? `${JSON.stringify(report)}\n` : readable(report));
    return failed ? 1 : 0;
  },
};

/** A checked command line. */
interface Settings {
  readonly manifest: string;
  readonly corpus: string | undefined;
  readonly limit: number | undefined;
  readonly seed: number;
  readonly stream: boolean;
  readonly decoder: DecoderName | undefined;
  readonly model: string | undefined;
  readonly output: string | undefined;
  readonly json: boolean;
}

function settingsOf(args: readonly string[]): Settings {
  const { values, positionals } = parseCommand('evaluate', args, {
    manifest: { type: 'string' },
    corpus: { type: 'string' },
    limit: { type: 'string' },
    seed: { type: 'string' },
    stream: { type: 'boolean' },
    decoder: { type: 'string' },
    model: { type: 'string' },
    output: { type: 'string' },
    json: { type: 'boolean' },
  });
  noMore('evaluate', positionals);
  const { manifest, decoder, model, output } = values;
  if (manifest === undefined) throw usageError('evaluate', '--manifest FILE is missing');
  return {
    manifest,
    corpus: values.corpus,
    limit: wholeNumber('evaluate', 'limit', values.limit, 1),
    seed: wholeNumber('evaluate', 'seed', values.seed, 0) ?? DEFAULT_SEED,
    stream: values.stream === true,
    decoder: decoder === undefined ? undefined : oneOf('evaluate', 'decoder', decoder, DECODERS),
    model,
    output,
    json: values.json === true,
  };
}

async function evaluateAll(
  terminal: Terminal,
  settings: Settings,
  rows: readonly ManifestRow[],
): Promise<{ done: EvaluatedRow[]; failed: boolean }> {
  const { decoder, model, stream } = settings;
  const phones = new PhoneListener();
  const recognizer = await openRecognizer(terminal, model, {
    ...(decoder === undefined ? {} : { decoder }),
    live: stream,
    ...(decoder === undefined || decoder === 'lexicon' ? { aroundPhones: phones.around } : {}),
  });
  const done: EvaluatedRow[] = [];
  let failed = false;
  try {
    for (const [i, row] of rows.entries()) {
      terminal.progress(`${i} of ${rows.length} recordings`);
      try {
        done.push(await evaluateRow(recognizer, row, stream, phones));
      } catch (error) {
        failed = true;
        terminal.note(errorLine(error));
      }
    }
  } finally {
    terminal.progress('');
    recognizer.close();
  }
  return { done, failed };
}

async function writeRows(file: string, rows: readonly EvaluatedRow[]): Promise<void> {
  const lines = rows.map(({ row, hypothesis, firstPass }) =>
    [row.file, row.normalised, hypothesis, ...(firstPass === undefined ? [] : [firstPass])].join(
      '\t',
    ),
  );
  const header = ['file', 'reference', 'hypothesis'];
  if (rows[0]?.firstPass !== undefined) header.push('first pass');
  try {
    await writeFile(file, `${[header.join('\t'), ...lines].join('\n')}\n`);
  } catch (error) {
    throw new UserError(
      `cannot write ${file} (${messageOf(error)})`,
      'choose another --output FILE',
    );
  }
}

function readable(report: EvaluationReport): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const [low, high] = report.werInterval;
  const lines = [
    `recordings         ${report.utterances}, ${(report.audioSeconds / 60).toFixed(1)} minutes`,
    `word errors        ${percent(report.wer)} (95 %: ${percent(low)} to ${percent(high)})`,
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
