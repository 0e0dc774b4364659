/**
 * `skald language train-pronunciation`: a network that says words which no lexicon lists. Ctrl+C saves a checkpoint.
 * @module
 */
import type { ExitCode } from '../base/errors';
import { decodePronouncer, encodePronouncer } from '../bundle/pronouncer-file';
import { measurePronouncer } from '../training/g2p/measure-pronouncer';
import {
  DEFAULT_EPOCHS,
  DEFAULT_SEED,
  readSplit,
  trainPronouncer,
} from '../training/g2p/train-pronouncer';
import { noMore, parseCommand, usageError, wholeNumber } from './command';
import { userPath, type Terminal } from './terminal';
import { untilStopped, writeMade } from './until-stopped';

/** Runs it. */
export async function trainPronunciationCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<0 | ExitCode> {
  const { values, positionals } = parseCommand('language', args, {
    lexicon: { type: 'string' },
    output: { type: 'string' },
    run: { type: 'string' },
    resume: { type: 'boolean' },
    epochs: { type: 'string' },
    seed: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
  });
  noMore('language', positionals);
  const { lexicon, output } = values;
  if (lexicon === undefined) throw usageError('language', '--lexicon FILE is missing');
  if (output === undefined) throw usageError('language', '--output FILE is missing');
  const number = (option: 'epochs' | 'seed' | 'limit', least: number): number | undefined =>
    wholeNumber('language', option, values[option], least);
  const lexiconFile = userPath(terminal, lexicon);
  const seed = number('seed', 0) ?? DEFAULT_SEED;
  const limit = number('limit', 1);
  return untilStopped(terminal, async (watching) => {
    const trained = await trainPronouncer({
      lexiconFile,
      runFolder: userPath(terminal, values.run ?? `${output}.run`),
      resume: values.resume === true,
      epochs: number('epochs', 1) ?? DEFAULT_EPOCHS,
      seed,
      ...(limit !== undefined && { limit }),
      ...watching,
    });
    const bytes = Buffer.from(encodePronouncer(trained));
    await writeMade(terminal, output, bytes);
    const { heldOut } = await readSplit(lexiconFile, seed);
    const errors = await measurePronouncer(decodePronouncer(bytes, output), heldOut);
    const { words, phoneErrorRate, wordErrorRate } = errors;
    terminal.write(
      values.json === true
        ? `${JSON.stringify({ ...errors, bytes: bytes.length })}\n`
        : `${output}: of ${words} held-out words ${(100 * phoneErrorRate).toFixed(2)} % of the phones and ` +
            `${(100 * wordErrorRate).toFixed(2)} % of the words are wrong; ` +
            `${(bytes.length / 1e6).toFixed(2)} MB\n`,
    );
  });
}
