/**
 * `skald language train-recurrent`: a recurrent language model of pieces of words. Ctrl+C saves a checkpoint.
 * @module
 */
import type { ExitCode } from '../base/errors';
import { decodeRecurrent, encodeRecurrent, type RecurrentFile } from '../bundle/recurrent-file';
import { RecurrentScorer } from '../language/recurrent/recurrent-scorer';
import {
  RECURRENT_DEFAULTS,
  RECURRENT_RATE,
  trainRecurrent,
  type RecurrentRun,
  type TrainedRecurrent,
} from '../training/recurrent-language/train-recurrent';
import { parseCommand, usageError, wholeNumber } from './command';
import { userPath, type Terminal } from './terminal';
import { untilStopped, writeMade, type Watching } from './until-stopped';

/** Sentences that are scored at once. */
const BATCH = 64;

/** A checked command line. */
interface Settings {
  readonly run: Omit<RecurrentRun, keyof Watching>;
  /** As the user named it. */
  readonly output: string;
  readonly json: boolean;
}

function settingsOf(args: readonly string[], terminal: Terminal): Settings {
  const { values, positionals } = parseCommand('language', args, {
    text: { type: 'string', multiple: true },
    output: { type: 'string' },
    run: { type: 'string' },
    resume: { type: 'boolean' },
    every: { type: 'string' },
    pieces: { type: 'string' },
    vector: { type: 'string' },
    units: { type: 'string' },
    'stream-steps': { type: 'string' },
    streams: { type: 'string' },
    steps: { type: 'string' },
    rate: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  });
  const texts = [...(values.text ?? []), ...positionals];
  if (texts.length === 0) throw usageError('language', '--text FILE is missing');
  const { output } = values;
  if (output === undefined) throw usageError('language', '--output FILE is missing');
  const number = (name: keyof typeof RECURRENT_DEFAULTS): number =>
    wholeNumber('language', name, values[name], name === 'seed' ? 0 : 1) ??
    RECURRENT_DEFAULTS[name];
  const rate = Number(values.rate ?? RECURRENT_RATE);
  if (!(rate > 0 && rate <= 1)) {
    throw usageError(
      'language',
      `--rate must be above 0 and at most 1, not "${values.rate ?? ''}"`,
    );
  }
  const run = {
    texts: texts.map((text) => userPath(terminal, text)),
    every: number('every'),
    folder: userPath(terminal, values.run ?? `${output}.run`),
    resume: values.resume === true,
    pieces: number('pieces'),
    vectorSize: number('vector'),
    units: number('units'),
    shape: { steps: number('stream-steps'), streams: number('streams') },
    steps: number('steps'),
    ...{ rate, seed: number('seed') },
  };
  return { run, output, json: values.json === true };
}

/** Runs it. */
export async function trainRecurrentCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<0 | ExitCode> {
  const { run, output, json } = settingsOf(args, terminal);
  return untilStopped(terminal, async (watching) => {
    const trained = await trainRecurrent({ ...run, ...watching });
    const bytes = Buffer.from(encodeRecurrent(trained));
    await writeMade(terminal, output, bytes);
    const worth = await worthOf(decodeRecurrent(bytes, output), trained);
    terminal.write(
      json
        ? `${JSON.stringify({ bytes: bytes.length, ...worth })}\n`
        : `${output}: ${(bytes.length / 1e6).toFixed(2)} MB, from ${worth.words} words; perplexity by word of ` +
            `${worth.sentences} held-out sentences ${worth.perplexity.toFixed(2)}; ` +
            `${worth.processorHours.toFixed(2)} processor hours\n`,
    );
  });
}

/** What it is worth on the text that it did not learn from. */
async function worthOf(
  { spec, pieces, weights }: RecurrentFile,
  { heldOut, words, processorHours }: TrainedRecurrent,
) {
  const scorer = await RecurrentScorer.open(spec, pieces, weights);
  let [score, count] = [0, 0];
  for (let at = 0; at < heldOut.length; at += BATCH) {
    const batch = heldOut.slice(at, at + BATCH);
    for (const one of scorer?.scoreSymbols(batch) ?? []) score += one;
    for (const symbols of batch) count += 1 + pieces.wordsIn(symbols);
  }
  scorer?.close();
  const perplexity = Math.exp(-score / count);
  return { words, sentences: heldOut.length, perplexity, processorHours };
}
