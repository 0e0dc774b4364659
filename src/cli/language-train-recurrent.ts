/**
 * `skald language train-recurrent`: a recurrent language model of pieces of words. Ctrl+C saves a checkpoint.
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, type ExitCode } from '../base/errors';
import { decodeRecurrent, encodeRecurrent } from '../bundle/recurrent-file';
import { trainRecurrent } from '../training/recurrent-language/train-recurrent';
import { parseCommand, usageError, wholeNumber } from './command';
import { userPath, type Terminal } from './terminal';

const DEFAULTS = {
  ...{ every: 1, pieces: 2047, vector: 192, units: 384 },
  ...{ 'stream-steps': 32, streams: 64, steps: 4000, seed: 1 },
};
const DEFAULT_RATE = 0.003;

/** Runs it. */
export async function trainRecurrentCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<0 | ExitCode> {
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
  const number = (name: keyof typeof DEFAULTS): number =>
    wholeNumber('language', name, values[name], name === 'seed' ? 0 : 1) ?? DEFAULTS[name];
  const rate = Number(values.rate ?? DEFAULT_RATE);
  if (!(rate > 0 && rate <= 1)) {
    throw usageError('language', `--rate must be above 0 and at most 1, not "${values.rate ?? ''}"`);
  }
  const signal = terminal.interruption();
  try {
    const trained = await trainRecurrent({
      texts: texts.map((text) => userPath(terminal, text)),
      every: number('every'),
      folder: userPath(terminal, values.run ?? `${output}.run`),
      resume: values.resume === true,
      pieces: number('pieces'),
      vectorSize: number('vector'),
      units: number('units'),
      shape: { steps: number('stream-steps'), streams: number('streams') },
      steps: number('steps'),
      ...{ rate, seed: number('seed'), signal },
      onProgress: (line) => {
        terminal.note(line);
      },
    });
    const bytes = Buffer.from(encodeRecurrent(trained));
    decodeRecurrent(bytes, output);
    const file = userPath(terminal, output);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
    terminal.write(`${output}: ${(bytes.length / 1e6).toFixed(2)} MB\n`);
  } catch (error) {
    if (!(error instanceof CancelledError && signal.aborted)) throw error;
    terminal.note('skald: stopped; `--resume` goes on from the last checkpoint');
    return 1;
  }
  return 0;
}
