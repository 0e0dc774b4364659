/**
 * `skald language sample`: text that the recurrent language model makes up.
 * @module
 */
import { Random } from '../base/random';
import { UserError } from '../base/errors';
import { loadBundle } from '../bundle/load-bundle';
import { readRecurrent, type RecurrentFile } from '../bundle/recurrent-file';
import { PlainRecurrent } from '../language/recurrent/plain-recurrent';
import { sampleText } from '../language/recurrent/sample-text';
import { normaliseText } from '../text/normalise';
import { noMore, parseCommand, usageError, wholeNumber } from './command';
import { defaultModelFolder } from './package-root';
import { userPath, type Terminal } from './terminal';

/** Where nothing is said. */
export const SAMPLE_DEFAULTS = { words: 100, seed: 1, temperature: 0.8 } as const;
const HIGHEST_TEMPERATURE = 10;

/** Runs it. */
export async function sampleCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parseCommand('language', args, {
    model: { type: 'string' },
    network: { type: 'string' },
    words: { type: 'string' },
    seed: { type: 'string' },
    start: { type: 'string' },
    temperature: { type: 'string' },
  });
  noMore('language', positionals);
  const words = wholeNumber('language', 'words', values.words, 1) ?? SAMPLE_DEFAULTS.words;
  const seed = wholeNumber('language', 'seed', values.seed, 0) ?? SAMPLE_DEFAULTS.seed;
  const temperature = Number(values.temperature ?? SAMPLE_DEFAULTS.temperature);
  if (!(temperature > 0 && temperature <= HIGHEST_TEMPERATURE)) {
    throw usageError(
      'language',
      `--temperature must be above 0 and at most ${HIGHEST_TEMPERATURE}, not "${values.temperature ?? ''}"`,
    );
  }
  const start = normaliseText(values.start ?? '')
    .split(' ')
    .filter((word) => word !== '');
  const { spec, pieces, weights } = await modelOf(values, terminal);
  const model = new PlainRecurrent(spec, weights);
  const text = sampleText(model, pieces, { start, words, temperature }, new Random(seed));
  terminal.write(text.map((utterance) => `${utterance}\n`).join(''));
}

async function modelOf(
  {
    model,
    network,
  }: { readonly model?: string | undefined; readonly network?: string | undefined },
  terminal: Terminal,
): Promise<RecurrentFile> {
  if (network !== undefined) return readRecurrent(userPath(terminal, network));
  const folder = model === undefined ? defaultModelFolder() : userPath(terminal, model);
  const { recurrent } = await loadBundle(folder);
  if (recurrent !== undefined) return recurrent();
  throw new UserError(
    `Model ${folder} has no recurrent language model`,
    'train one with `skald language train-recurrent` and give it as --network FILE',
  );
}
