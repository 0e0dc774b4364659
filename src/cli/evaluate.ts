/**
 * `skald evaluate`: error rates and speed over a manifest of recordings.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import type { AudioSource } from '../audio/decode-file';
import { makeNoise } from '../audio/made-noise';
import { inNoise } from '../audio/mix-noise';
import { UserError, messageOf } from '../base/errors';
import { Random } from '../base/random';
import { readManifest, type ManifestRow } from '../training/manifest';
import { noMore, parseCommand, usageError, wholeNumber, type Command } from './command';
import { chooseRows, evaluateRow, reportOf, type EvaluatedRow } from './evaluation';
import { detailsOf } from './evaluation-details';
import { reportText, summaryText } from './evaluation-text';
import { DECODING_FLAGS, decoderNamed, decodingOf } from './decoding-flags';
import type { DecodingOptions } from '../bundle/decoding-options';
import { eachRecording } from './manifest-loop';
import type { DecoderName } from '../recognizer/second-pass';
import { readNoise } from './noise-files';
import { openRecognizer } from './open-recognizer';
import { PhoneListener } from './phone-errors';
import { userPath, type Terminal } from './terminal';

const DEFAULT_SEED = 1;
const DEFAULT_WORST = 10;
/** Beyond these nothing changes any more. */
const MOST_DECIBELS = 60;
const MADE_NOISE_SECONDS = 60;

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
  --snr DB           in noise, so many decibels below the recording as a whole (--snr=-5 for above) …
  --noise PATH       … a recording, or one of a folder for each, drawn with the seed; pink noise if none is given
  --decoder NAME     greedy, beam or lexicon; default: lexicon if the model has phones, lexicon and word model,
                     else beam
  --alpha N --beta N --acoustic-scale N --width N --range N --stretch N
                     other weights and limits of the lexicon decoder than the model's (--beta=-1 for less than 0);
                     --alpha 0 is without word model, --stretch 0.1 hears all five times, with other vocal tracts
  --model DIR        another model than the bundled one
  --no-rescoring     the model's recurrent language model, if it has one, does not choose among readings
  --output FILE      keeps reference and hypothesis of each recording, tab-separated
  --report FILE      keeps all figures by corpus and speaker, and every alignment as sclite shows it: REF, HYP, Eval
  --worst N          how many of the worst recordings are listed (default ${DEFAULT_WORST})
  --json             {utterances, audioSeconds, wer, werInterval, cer, per, exact, realTimeFactor, peakRssMb}
                     and with --stream firstPassWer, firstPassCer; rates are shares, 0.1 is 10 %; per, of phones
                     against the usual ways to say the words, is null without the lexicon decoder; then
                     normalisedWer, normalisedWerInterval (numbers in digits, contractions apart, one spelling: see
                     docs/text.md), corpora, speakers, worst
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
      await writeText(userPath(terminal, settings.output), rowsText(done), '--output');
    }
    const report = reportOf(done, settings.seed);
    const details = detailsOf(done, settings.seed, settings.worst);
    if (settings.report !== undefined) {
      const text = reportText(report, details, done);
      await writeText(userPath(terminal, settings.report), text, '--report');
    }
    terminal.write(
      settings.json
        ? `${JSON.stringify({ ...report, ...details })}\n`
        : summaryText(report, details),
    );
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
  readonly snr: number | undefined;
  readonly noise: string | undefined;
  readonly decoder: DecoderName | undefined;
  readonly decoding: DecodingOptions;
  readonly model: string | undefined;
  readonly output: string | undefined;
  readonly report: string | undefined;
  readonly worst: number;
  readonly rescoring: boolean;
  readonly json: boolean;
}

function settingsOf(args: readonly string[]): Settings {
  const { values, positionals } = parseCommand('evaluate', args, {
    manifest: { type: 'string' },
    corpus: { type: 'string' },
    limit: { type: 'string' },
    seed: { type: 'string' },
    stream: { type: 'boolean' },
    snr: { type: 'string' },
    noise: { type: 'string' },
    decoder: { type: 'string' },
    ...DECODING_FLAGS,
    model: { type: 'string' },
    output: { type: 'string' },
    report: { type: 'string' },
    worst: { type: 'string' },
    'no-rescoring': { type: 'boolean' },
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
    snr: snrOf(values.snr, values.noise),
    noise: values.noise,
    decoder: decoderNamed('evaluate', decoder),
    decoding: decodingOf('evaluate', values),
    model,
    output,
    report: values.report,
    worst: wholeNumber('evaluate', 'worst', values.worst, 0) ?? DEFAULT_WORST,
    rescoring: values['no-rescoring'] !== true,
    json: values.json === true,
  };
}

function snrOf(text: string | undefined, noise: string | undefined): number | undefined {
  if (text === undefined) {
    if (noise !== undefined) throw usageError('evaluate', '--noise needs --snr DB');
    return undefined;
  }
  const snr = Number(text);
  if (text.trim() === '' || !(snr >= -MOST_DECIBELS && snr <= MOST_DECIBELS)) {
    throw usageError('evaluate', `--snr needs decibels up to ±${MOST_DECIBELS}, not "${text}"`);
  }
  return snr;
}

/** What puts each recording into noise; nothing where no `--snr` is asked for. */
async function noiseAround(
  terminal: Terminal,
  { snr, noise, seed }: Settings,
): Promise<(source: AudioSource) => AudioSource> {
  if (snr === undefined) return (source) => source;
  const random = new Random(seed);
  const made = { kind: 'pink', seconds: MADE_NOISE_SECONDS, level: -20, room: false } as const;
  const noises =
    noise === undefined ? [makeNoise(made, random)] : await readNoise(userPath(terminal, noise));
  return (source) => {
    const chosen = noises[random.integer(noises.length)] ?? new Int16Array(1);
    return inNoise(source, chosen, snr, random.integer(chosen.length));
  };
}

async function evaluateAll(
  terminal: Terminal,
  settings: Settings,
  rows: readonly ManifestRow[],
): Promise<{ done: EvaluatedRow[]; failed: boolean }> {
  const { decoder, model, stream } = settings;
  const around = await noiseAround(terminal, settings);
  const phones = new PhoneListener();
  const options = {
    ...(decoder === undefined ? {} : { decoder }),
    ...{ live: stream, rescoring: settings.rescoring },
    ...(decoder === undefined || decoder === 'lexicon' ? { aroundPhones: phones.around } : {}),
  };
  const recognizer = await openRecognizer(terminal, model, options, settings.decoding);
  const done: EvaluatedRow[] = [];
  try {
    const failed = await eachRecording(terminal, rows, 'recordings', async (row) => {
      done.push(await evaluateRow(recognizer, row, stream, phones, around));
    });
    return { done, failed };
  } finally {
    recognizer.close();
  }
}

function rowsText(rows: readonly EvaluatedRow[]): string {
  const lines = rows.map(({ row, hypothesis, firstPass }) =>
    [row.file, row.normalised, hypothesis, ...(firstPass === undefined ? [] : [firstPass])].join(
      '\t',
    ),
  );
  const header = ['file', 'reference', 'hypothesis'];
  if (rows[0]?.firstPass !== undefined) header.push('first pass');
  return `${[header.join('\t'), ...lines].join('\n')}\n`;
}

async function writeText(file: string, text: string, option: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UserError(
      `cannot write ${file} (${messageOf(error)})`,
      `choose another ${option} FILE`,
    );
  }
}
