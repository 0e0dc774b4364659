/**
 * `skald language`: builds n-gram models from text, measures how well they expect a text, learns how words are said
 * and says them.
 * @module
 */
import { writeArpa } from '../language/arpa-writer';
import { readArpa } from '../language/arpa-reader';
import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { buildNgrams, type BuiltModel, type TextSource } from '../language/build-ngrams';
import { readNgramFile, writeNgramFile } from '../language/ngram-file';
import { HIGHEST_ORDER } from '../language/ngram-layers';
import { NgramModel } from '../language/ngram-model';
import { PerplexityMeter, type Perplexity } from '../language/perplexity';
import { parsePronunciations } from '../language/pronunciation-text';
import { textLines } from '../language/text-lines';
import { ReadingText } from '../text/reading-text';
import { DEFAULT_EPOCHS, DEFAULT_SEED } from '../training/g2p/train-pronouncer';
import { parseCommand, usageError, wholeNumber, type Command } from './command';
import { userPath, type Terminal } from './terminal';

const DEFAULT_ORDER = 3;
const DEFAULT_VOCABULARY = 60_000;
/** Percent. */
const MOST_HELD_OUT = 50;
const BYTES_PER_MB = 1e6;

/** The command. */
export const language: Command = {
  help: `
Usage: skald language build --text FILE… --output FILE [options]
       skald language perplexity --model FILE TEXT… [--json]
       skald language pronounce WORD… [options]
       skald language train-pronunciation --lexicon FILE --output FILE [options]

Builds an n-gram model of text files (plain, or .xz), or measures how well a model expects texts. Texts hold
whole sentences or paragraphs in each line; numbers and titles are spelled out as they are read aloud.

  --text NAME=FILE     a text of a kind: each kind gets a model of its own, and these are mixed as held-out text of
                       all kinds wants it, where a kind counts by the square root of its words
  --hold-out P         percent of the end of each text that are held out: half of it finds the weights of the mixture,
                       the other half tells what the model is worth (default 0)
  --order N            words of the longest n-grams, 1 to ${HIGHEST_ORDER} (default ${DEFAULT_ORDER})
  --vocabulary N       only the N most frequent words (default ${DEFAULT_VOCABULARY})
  --lexicon FILE       only words of that lexicon (CMUdict's format); may stand there several times
  --least N            only words that occur N times (default 1)
  --cut-offs A,B,…     by order: leaves out n-grams that count no more than this (default 0)
  --prune T            leaves out n-grams that change the perplexity by a smaller share than T, like 1e-8
  --size MB            prunes until the file is no larger; for several models of the same text give --size and --output
                       for each
  --folder DIR         keeps the text in numbers and its counts there, so that another model of the same text is
                       made much faster
  --arpa FILE          also writes the model as an ARPA file
  --model FILE         the model: a file of \`build\`, or an .arpa file
  --json               perplexity: {sentences, words, unknown, unknownRate, perplexity, perplexityWithUnknown};
                       build: {ngrams, bytes, words, unknown, prune, parts: [{part, words, weight, heldOut}]}

pronounce says words as the model's lexicon does, else like words that they are made of, else by its network.
  --model DIR          another model than the bundled one
  --network FILE       by this network alone
  --ways N             the N likeliest ways by the network
  --json               {word, by, ways: [{phones, score}]}, a line a word

train-pronunciation teaches a network how words are said, and measures it on words that it never saw.
  --lexicon FILE       pronunciations in CMUdict's format
  --output FILE        the network
  --run DIR            folder for checkpoints and log (default: beside the output)
  --resume             go on from the checkpoint in that folder
  --epochs N --seed S  passes over the lexicon (default ${DEFAULT_EPOCHS}); what is drawn (default ${DEFAULT_SEED})
  --limit N            learns from N pronunciations only, to try it
  --json               {words, phones, phoneErrorRate, wordErrorRate, bytes} of the held-out words
`,
  async run(args, terminal) {
    const [action, ...rest] = args;
    if (action === undefined) {
      throw usageError(
        'language',
        'an action is missing: build, perplexity, pronounce or train-pronunciation',
      );
    }
    if (action === 'build') await build(rest, terminal);
    else if (action === 'perplexity') await perplexity(rest, terminal);
    else if (action === 'pronounce') {
      await (await import('./language-pronounce.js')).pronounceCommand(rest, terminal);
    } else if (action === 'train-pronunciation') {
      const { trainPronunciationCommand } = await import('./language-train-pronunciation.js');
      return trainPronunciationCommand(rest, terminal);
    } else throw usageError('language', `unknown action "${action}"`);
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

function positive(option: string, text: string): number {
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
    size: { type: 'string', multiple: true },
    output: { type: 'string', multiple: true },
    arpa: { type: 'string' },
    'hold-out': { type: 'string' },
    lexicon: { type: 'string', multiple: true },
    least: { type: 'string' },
    folder: { type: 'string' },
    json: { type: 'boolean' },
  });
  const { arpa, folder } = values;
  const outputs = values.output ?? [];
  const texts = [...(values.text ?? []), ...positionals];
  if (texts.length === 0) throw usageError('language', '--text FILE is missing');
  if (outputs.length === 0) throw usageError('language', '--output FILE is missing');
  const order = wholeNumber('language', 'order', values.order, 1) ?? DEFAULT_ORDER;
  if (order > HIGHEST_ORDER) {
    throw usageError('language', `--order goes up to ${HIGHEST_ORDER}, not "${order}"`);
  }
  const sizes = (values.size ?? []).map((size) => positive('size', size) * BYTES_PER_MB);
  if (sizes.length !== outputs.length && (sizes.length > 0 || outputs.length > 1)) {
    throw usageError('language', 'several models need a --size and an --output each');
  }
  const held = positive('hold-out', values['hold-out'] ?? '0');
  if (held > MOST_HELD_OUT) {
    throw usageError('language', `--hold-out goes up to ${MOST_HELD_OUT}, not "${held}"`);
  }
  const sources = texts.map((text) => sourceOf(text, terminal));
  const parts = new Set(sources.map(({ part }) => part));
  if (parts.size > 1 && held === 0) {
    throw usageError('language', 'a mixture needs --hold-out PERCENT');
  }
  const known = await wordsOf(values.lexicon ?? [], terminal);
  const models = buildNgrams(
    {
      texts: sources,
      holdOut: held / 100,
      leastCount: wholeNumber('language', 'least', values.least, 1) ?? 1,
      ...(known === undefined ? {} : { keeps: (word) => known.has(word) }),
      ...(folder === undefined ? {} : { folder: userPath(terminal, folder) }),
      order,
      vocabulary: wholeNumber('language', 'vocabulary', values.vocabulary, 1) ?? DEFAULT_VOCABULARY,
      cutOffs: cutOffsOf(values['cut-offs'] ?? '0', order),
      prune: positive('prune', values.prune ?? '0'),
      sizes: sizes.length > 0 ? sizes : [Infinity],
    },
    (what) => {
      terminal.progress(what);
    },
  );
  let made = 0;
  for await (const built of models) {
    const output = outputs[made++]!;
    terminal.progress('');
    const bytes = await writeNgramFile(userPath(terminal, output), built.model);
    if (arpa !== undefined) writeArpa(userPath(terminal, arpa), built.model);
    terminal.write(
      values.json === true
        ? `${JSON.stringify(reportOf(built, bytes))}\n`
        : `${output}: ${builtText(built, bytes)}`,
    );
  }
}

/** `NAME=FILE`, or a file alone. */
function sourceOf(text: string, terminal: Terminal): TextSource {
  const [, part, file] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(text) ?? [];
  return { part: part ?? 'text', file: userPath(terminal, file ?? text) };
}

async function wordsOf(
  lexicons: readonly string[],
  terminal: Terminal,
): Promise<ReadonlySet<string> | undefined> {
  if (lexicons.length === 0) return undefined;
  const words = new Set<string>();
  for (const lexicon of lexicons) {
    let text: string;
    try {
      text = await readFile(userPath(terminal, lexicon), 'utf8');
    } catch {
      throw new UserError(`Cannot read lexicon ${lexicon}`, 'check its path');
    }
    for (const { word } of parsePronunciations(text, lexicon)) words.add(word);
  }
  return words;
}

/** The fields of `build --json`. */
function reportOf({ model, words, unknown, prune, parts }: BuiltModel, bytes: number) {
  return {
    ...{ ngrams: model.layers.map((layer) => layer.words.length), bytes, words, unknown, prune },
    parts: parts.map(({ part, words: learned, weight, heldOut }) => ({
      ...{ part, words: learned, weight },
      ...(heldOut.sentences > 0 ? { heldOut } : {}),
    })),
  };
}

function builtText({ model, words, unknown, prune, parts }: BuiltModel, bytes: number): string {
  const counts = model.layers.map((layer, i) => `${layer.words.length} ${i + 1}-grams`);
  const lines = [
    `${counts.join(', ')}; ${(bytes / BYTES_PER_MB).toFixed(1)} MB, from ${words} words, ` +
      `${((100 * unknown) / words).toFixed(2)} % of them unknown` +
      (prune > 0 ? `, pruned at ${prune.toExponential(2)}` : ''),
  ];
  for (const { part, words: learned, weight, heldOut } of parts) {
    if (heldOut.sentences === 0) continue;
    lines.push(
      `  ${part}: ${learned} words, weight ${weight.toFixed(3)}; perplexity of ${heldOut.words} held-out words ` +
        `${heldOut.perplexity.toFixed(2)}, ${(100 * heldOut.unknownRate).toFixed(2)} % of them unknown`,
    );
  }
  return `${lines.join('\n')}\n`;
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
  const reading = new ReadingText(String);
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
