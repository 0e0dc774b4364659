/**
 * `skald language`: builds n-gram models from text, and measures how well they expect a text.
 * @module
 */
import { writeArpa } from '../language/arpa-writer';
import { readArpa } from '../language/arpa-reader';
import { buildNgrams } from '../language/build-ngrams';
import { readNgramFile, writeNgramFile } from '../language/ngram-file';
import { HIGHEST_ORDER } from '../language/ngram-layers';
import { NgramModel } from '../language/ngram-model';
import { PerplexityMeter, type Perplexity } from '../language/perplexity';
import { textLines } from '../language/text-lines';
import { ReadingText } from '../text/reading-text';
import { trainPunctuationCommand } from './language-punctuation';
import { parseCommand, usageError, wholeNumber, type Command } from './command';
import { userPath, type Terminal } from './terminal';

const DEFAULT_ORDER = 3;
const DEFAULT_VOCABULARY = 60_000;
const BYTES_PER_MB = 1e6;

/** The command. */
export const language: Command = {
  help: `
Usage: skald language build --text FILE… --output FILE [options]
       skald language perplexity --model FILE TEXT… [--json]
       skald language train-punctuation --text FILE… --output FILE [--test FILE…] [options]

Builds an n-gram model of text files (plain, or .xz), measures how well a model expects texts, or trains a tagger
that puts marks and capitals into what was heard. Texts hold whole sentences or paragraphs in each line; numbers and
titles are spelled out as they are read aloud.

  --order N            words of the longest n-grams, 1 to ${HIGHEST_ORDER} (default ${DEFAULT_ORDER})
  --vocabulary N       only the N most frequent words (default ${DEFAULT_VOCABULARY})
  --cut-offs A,B,…     by order: leaves out n-grams that count no more than this (default 0)
  --prune T            leaves out n-grams that change the perplexity by a smaller share than T, like 1e-8
  --size MB            prunes until the file is no larger
  --arpa FILE          also writes the model as an ARPA file
  --model FILE         the model: a file of \`build\`, or an .arpa file
  --json               {sentences, words, unknown, unknownRate, perplexity, perplexityWithUnknown}

train-punctuation measures on every fiftieth line of the texts, which it does not learn from, and on the --test files:
  --units N            units of each direction (default 96)     --vector N     size of a word's vector (default 64)
  --word-rows N        rows for words (default 12288)           --epochs N     passes over the texts (default 1)
  --batch N            pieces in a step (default 128)           --seed S       of weights and order (default 1)
`,
  async run(args, terminal) {
    const [action, ...rest] = args;
    if (action === undefined) {
      throw usageError('language', 'an action is missing: build, perplexity or train-punctuation');
    }
    if (action === 'build') await build(rest, terminal);
    else if (action === 'perplexity') await perplexity(rest, terminal);
    else if (action === 'train-punctuation') await trainPunctuationCommand(rest, terminal);
    else throw usageError('language', `unknown action "${action}"`);
    return 0;
  },
};

function cutOffsOf(text: string, order: number): number[] {
  const cutOffs = text.split(',').map(Number);
  const isWhole = /^\d+(,\d+)*$/.test(text);
  if (!isWhole || cutOffs.length > order) {
    throw usageError('language', `--cut-offs needs up to ${order} whole numbers, not "${text}"`);
  }
  if (cutOffs[0] !== 0) {
    throw usageError('language', '--cut-offs must begin with 0: use --vocabulary');
  }
  return cutOffs;
}

function positive(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw usageError('language', `--${option} needs a positive number, not "${text}"`);
  }
  return value;
}

async function build(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parseCommand('language', args, {
    text: { type: 'string', multiple: true },
    order: { type: 'string' },
    vocabulary: { type: 'string' },
    'cut-offs': { type: 'string' },
    prune: { type: 'string' },
    size: { type: 'string' },
    output: { type: 'string' },
    arpa: { type: 'string' },
  });
  const { output, arpa } = values;
  const texts = [...(values.text ?? []), ...positionals];
  if (texts.length === 0) throw usageError('language', '--text FILE is missing');
  if (output === undefined) throw usageError('language', '--output FILE is missing');
  const order = wholeNumber('language', 'order', values.order, 1) ?? DEFAULT_ORDER;
  if (order > HIGHEST_ORDER) {
    throw usageError('language', `--order goes up to ${HIGHEST_ORDER}, not "${order}"`);
  }
  const size = positive('size', values.size);
  const built = await buildNgrams(
    {
      texts: texts.map((text) => userPath(terminal, text)),
      order,
      vocabulary: wholeNumber('language', 'vocabulary', values.vocabulary, 1) ?? DEFAULT_VOCABULARY,
      cutOffs: cutOffsOf(values['cut-offs'] ?? '0', order),
      prune: positive('prune', values.prune) ?? 0,
      ...(size === undefined ? {} : { maximumBytes: size * BYTES_PER_MB }),
    },
    (what) => {
      terminal.progress(what);
    },
  );
  terminal.progress('');
  const bytes = await writeNgramFile(userPath(terminal, output), built.model);
  if (arpa !== undefined) writeArpa(userPath(terminal, arpa), built.model);
  const counts = built.model.layers.map((layer, i) => `${layer.words.length} ${i + 1}-grams`);
  terminal.write(
    `${output}: ${counts.join(', ')}; ${(bytes / BYTES_PER_MB).toFixed(1)} MB, from ${built.words} words, ` +
      `${((100 * built.unknown) / built.words).toFixed(2)} % of them unknown` +
      `${built.prune > 0 ? `, pruned at ${built.prune.toExponential(2)}` : ''}\n`,
  );
}

async function perplexity(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals: texts } = parseCommand('language', args, {
    model: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (values.model === undefined) throw usageError('language', '--model FILE is missing');
  if (texts.length === 0) throw usageError('language', 'TEXT is missing');
  const file = userPath(terminal, values.model);
  const layers = /\.arpa(\.xz)?$/.test(file) ? await readArpa(file) : await readNgramFile(file);
  const meter = new PerplexityMeter(new NgramModel(layers));
  const reading = new ReadingText();
  for (const text of texts) {
    for await (const line of textLines(userPath(terminal, text))) {
      for (const sentence of reading.sentences(line)) meter.add(sentence);
    }
  }
  const result = meter.result();
  terminal.write(values.json === true ? `${JSON.stringify(result)}\n` : readable(result));
}

function readable(result: Perplexity): string {
  return [
    `sentences                  ${result.sentences}`,
    `words                      ${result.words}`,
    `unknown                    ${result.unknown} (${(100 * result.unknownRate).toFixed(2)} %)`,
    `perplexity                 ${result.perplexity.toFixed(2)}`,
    `perplexity with unknown    ${result.perplexityWithUnknown.toFixed(2)}\n`,
  ].join('\n');
}
