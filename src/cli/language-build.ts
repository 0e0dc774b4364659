/**
 * `skald language build`: n-gram models of texts.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { writeArpa } from '../language/arpa-writer';
import {
  buildNgrams,
  type BuildSettings,
  type BuiltModel,
  type TextSource,
} from '../language/build-ngrams';
import { writeNgramFile } from '../language/ngram-file';
import { HIGHEST_ORDER } from '../language/ngram-layers';
import { parsePronunciations } from '../language/pronunciation-text';
import { parseCommand, usageError, wholeNumber } from './command';
import { userPath, type Terminal } from './terminal';

/** Words of the longest n-grams where nothing is said. */
export const DEFAULT_ORDER = 3;
/** Words of the vocabulary where nothing is said. */
export const DEFAULT_VOCABULARY = 60_000;
/** Percent. */
const MOST_HELD_OUT = 50;
const BYTES_PER_MB = 1e6;

/** Runs it. */
export async function buildCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const { settings, outputs, arpa, json } = await settingsOf(args, terminal);
  const waiting = [...outputs];
  const models = buildNgrams(settings, (what) => {
    terminal.progress(what);
  });
  for await (const built of models) {
    const output = waiting.shift() ?? '';
    terminal.progress('');
    const bytes = await writeNgramFile(userPath(terminal, output), built.model);
    if (arpa !== undefined) writeArpa(userPath(terminal, arpa), built.model);
    terminal.write(
      json
        ? `${JSON.stringify(reportOf(built, bytes))}\n`
        : `${output}: ${builtText(built, bytes)}`,
    );
  }
}

/** A checked command line. */
interface BuildArguments {
  readonly settings: BuildSettings;
  readonly outputs: readonly string[];
  readonly arpa: string | undefined;
  readonly json: boolean;
}

async function settingsOf(args: readonly string[], terminal: Terminal): Promise<BuildArguments> {
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
    'words-per-text': { type: 'string' },
    least: { type: 'string' },
    folder: { type: 'string' },
    json: { type: 'boolean' },
  });
  const { arpa, folder, output: outputs = [] } = values;
  const texts = [...(values.text ?? []), ...positionals].map((text) => sourceOf(text, terminal));
  if (texts.length === 0) throw usageError('language', '--text FILE is missing');
  if (outputs.length === 0) throw usageError('language', '--output FILE is missing');
  const order = wholeNumber('language', 'order', values.order, 1) ?? DEFAULT_ORDER;
  if (order > HIGHEST_ORDER) {
    throw usageError('language', `--order goes up to ${HIGHEST_ORDER}, not "${order}"`);
  }
  const settings = {
    ...{ texts, order, holdOut: heldOutOf(values['hold-out'], texts) },
    vocabulary: wholeNumber('language', 'vocabulary', values.vocabulary, 1) ?? DEFAULT_VOCABULARY,
    leastCount: wholeNumber('language', 'least', values.least, 1) ?? 1,
    cutOffs: cutOffsOf(values['cut-offs'] ?? '0', order),
    prune: positive('prune', values.prune ?? '0'),
    sizes: sizesOf(values.size ?? [], outputs),
  };
  const known = await wordsOf(values.lexicon ?? [], terminal);
  const wordsPerText = wholeNumber('language', 'words-per-text', values['words-per-text'], 1);
  return {
    settings: {
      ...settings,
      ...(known === undefined ? {} : { keeps: (word: string) => known.has(word) }),
      ...(wordsPerText === undefined ? {} : { wordsPerText }),
      ...(folder === undefined ? {} : { folder: userPath(terminal, folder) }),
    },
    ...{ outputs, arpa, json: values.json === true },
  };
}

function heldOutOf(text: string | undefined, texts: readonly TextSource[]): number {
  const percent = positive('hold-out', text ?? '0');
  if (percent > MOST_HELD_OUT) {
    throw usageError('language', `--hold-out goes up to ${MOST_HELD_OUT}, not "${percent}"`);
  }
  if (percent === 0 && new Set(texts.map(({ part }) => part)).size > 1) {
    throw usageError('language', 'a mixture needs --hold-out PERCENT');
  }
  return percent / 100;
}

/** Most bytes of each output. */
function sizesOf(sizes: readonly string[], outputs: readonly string[]): number[] {
  if (sizes.length === 0 && outputs.length === 1) return [Infinity];
  if (sizes.length !== outputs.length) {
    throw usageError('language', 'several models need a --size and an --output each');
  }
  return sizes.map((size) => positive('size', size) * BYTES_PER_MB);
}

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
