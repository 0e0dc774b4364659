/**
 * `skald language train-speller`: a network from heard phones to letters. Ctrl+C saves a checkpoint.
 * @module
 */
import type { ExitCode } from '../base/errors';
import { encodeSpeller } from '../bundle/speller-file';
import {
  SPELLER_DEFAULTS,
  SPELLER_DROPOUT,
  SPELLER_RATE,
  SPELLER_RECORDED,
  trainSpeller,
  type SpellerRun,
} from '../training/speller/train-speller';
import { noMore, parseCommand, usageError, wholeNumber } from './command';
import { defaultModelFolder } from './package-root';
import { userPath, type Terminal } from './terminal';
import { untilStopped, writeMade, type Watching } from './until-stopped';

/** A checked command line. */
interface Settings {
  readonly run: Omit<SpellerRun, keyof Watching>;
  /** As the user named it. */
  readonly output: string;
  readonly json: boolean;
}

function settingsOf(args: readonly string[], terminal: Terminal): Settings {
  const { values, positionals } = parseCommand('language', args, {
    config: { type: 'string' },
    model: { type: 'string' },
    text: { type: 'string', multiple: true },
    output: { type: 'string' },
    run: { type: 'string' },
    resume: { type: 'boolean' },
    initial: { type: 'string' },
    layers: { type: 'string' },
    units: { type: 'string' },
    batch: { type: 'string' },
    steps: { type: 'string' },
    rate: { type: 'string' },
    recorded: { type: 'string' },
    dropout: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  });
  noMore('language', positionals);
  const { config, text = [], output, model } = values;
  if (config === undefined) throw usageError('language', '--config FILE is missing');
  if (text.length === 0) throw usageError('language', '--text FILE is missing');
  if (output === undefined) throw usageError('language', '--output FILE is missing');
  const number = (name: keyof typeof SPELLER_DEFAULTS): number =>
    wholeNumber('language', name, values[name], name === 'seed' ? 0 : 1) ?? SPELLER_DEFAULTS[name];
  const share = (name: 'rate' | 'recorded', usual: number): number => {
    const value = Number(values[name] ?? usual);
    if (value > 0 && value <= 1) return value;
    throw usageError('language', `--${name} must be above 0 and at most 1`);
  };
  const dropout = Number(values.dropout ?? SPELLER_DROPOUT);
  if (!(dropout >= 0 && dropout < 1)) {
    throw usageError('language', '--dropout must be at least 0 and below 1');
  }
  const run = {
    configFile: userPath(terminal, config),
    model: model === undefined ? defaultModelFolder() : userPath(terminal, model),
    texts: text.map((file) => userPath(terminal, file)),
    folder: userPath(terminal, values.run ?? `${output}.run`),
    resume: values.resume === true,
    ...(values.initial !== undefined && { initial: userPath(terminal, values.initial) }),
    ...{ layers: number('layers'), units: number('units'), batchSize: number('batch') },
    ...{ steps: number('steps'), seed: number('seed'), rate: share('rate', SPELLER_RATE) },
    ...{ recordedShare: share('recorded', SPELLER_RECORDED), dropout },
  };
  return { run, output, json: values.json === true };
}

/** Runs it. */
export async function trainSpellerCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<0 | ExitCode> {
  const { run, output, json } = settingsOf(args, terminal);
  return untilStopped(terminal, async (watching) => {
    const trained = await trainSpeller({ ...run, ...watching });
    const bytes = encodeSpeller(trained);
    await writeMade(terminal, output, bytes);
    const { developmentErrors, processorHours } = trained;
    terminal.write(
      json
        ? `${JSON.stringify({ bytes: bytes.length, developmentErrors, processorHours })}\n`
        : `${output}: ${(bytes.length / 1e6).toFixed(2)} MB; ${(100 * developmentErrors).toFixed(2)} % of the letters ` +
            `of the config's development recordings are wrong; ${processorHours.toFixed(2)} processor hours\n`,
    );
  });
}
