/**
 * Word models of several orders at the same size, from the text that models/english has: perplexity of held-out text and of
 * what is said in recordings, and the word errors that a model makes with each.
 *
 *   node scripts/benchmark/compare-orders.mjs TEXT_FOLDER MORE_FOLDER LEXICON MODEL MANIFEST WORK [--orders 2,3,4] [--size MB]
 *     [--large MB] [--limit N] [--words-per-text N]
 *
 * TEXT_FOLDER, MORE_FOLDER and LEXICON as for scripts/build-english-words.mjs; MODEL is a model folder, of which WORK gets a
 * copy for each order, with the weights of its search; MANIFEST lists recordings, of which N are recognised (100; 0
 * for none). With --large there is a second model of each order, of up to so many megabytes. What is in WORK already is not
 * made again. Prints a line of JSON for each model.
 * @module
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

const SEED = '9';
const { values, positionals } = parseArgs({
  options: {
    orders: { type: 'string', default: '2,3,4' },
    size: { type: 'string', default: '39.5' },
    large: { type: 'string' },
    limit: { type: 'string', default: '100' },
    'words-per-text': { type: 'string' },
  },
  allowPositionals: true,
});
const [text = '', more = '', lexicon = '', model = '', manifest = '', work = ''] = positionals.map(
  (each) => path.resolve(each),
);
if (work === '') {
  console.error(
    'usage: node scripts/benchmark/compare-orders.mjs TEXT_FOLDER MORE_FOLDER LEXICON MODEL MANIFEST WORK [--orders 2,3,4] ' +
      '[--size MB] [--large MB] [--limit N] [--words-per-text N]',
  );
  process.exit(2);
}
mkdirSync(work, { recursive: true });

/**
 * What a script of this repository prints.
 * @param {string} script
 * @param {readonly string[]} args
 */
function run(script, args) {
  const file = path.join(import.meta.dirname, '..', script);
  const child = spawnSync(process.execPath, ['--max-old-space-size=6000', file, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) process.exit(child.status ?? 1);
  return child.stdout;
}

const spoken = path.join(work, 'spoken.txt');
const [header = '', ...rows] = readFileSync(manifest, 'utf8').trim().split('\n');
const column = header.split('\t').indexOf('normalised');
writeFileSync(spoken, `${rows.map((row) => row.split('\t')[column]).join('\n')}\n`);

/**
 * Builds the models of an order that are missing.
 * @param {string} order
 * @param {readonly { readonly file: string, readonly size: string }[]} models The usual one, and the large one.
 */
function build(order, models) {
  if (models.every(({ file }) => existsSync(file))) return;
  const [usual, large] = models;
  if (usual === undefined) return;
  const built = run('build-english-words.mjs', [
    ...[text, more, lexicon, `${usual.file}.new`, '--all', '--json'],
    ...['--order', order, '--size', usual.size, '--folder', path.join(work, 'text')],
    ...(large ? ['--large', `${large.file}.new`, '--large-size', large.size] : []),
    ...(values['words-per-text'] ? ['--words-per-text', values['words-per-text']] : []),
  ]);
  const reports = built.trim().split('\n');
  for (const [i, { file }] of models.entries()) {
    writeFileSync(`${file}.json`, reports[i] ?? '');
    renameSync(`${file}.new`, file);
  }
}

/**
 * Word errors with a word model.
 * @param {string} words
 */
function wordErrors(words) {
  if (values.limit === '0') return {};
  const own = `${words}.model`;
  if (!existsSync(own)) {
    cpSync(model, `${own}.new`, { recursive: true });
    run('skald.mjs', [
      'model',
      'add-language',
      `${own}.new`,
      '--lexicon',
      lexicon,
      '--words',
      words,
    ]);
    renameSync(`${own}.new`, own);
  }
  const evaluated = run('skald.mjs', [
    ...['evaluate', '--manifest', manifest, '--limit', values.limit, '--seed', SEED],
    ...['--decoder', 'lexicon', '--model', own, '--json'],
  ]);
  const { wer, werInterval, realTimeFactor, peakRssMb } = JSON.parse(evaluated);
  return { wer, werInterval, realTimeFactor, peakRssMb };
}

for (const order of values.orders.split(',')) {
  const models = [values.size, ...(values.large === undefined ? [] : [values.large])].map(
    (size) => ({ file: path.join(work, `words-${order}-${size}.bin`), size }),
  );
  build(order, models);
  for (const { file } of models) {
    const { ngrams, parts } = JSON.parse(readFileSync(`${file}.json`, 'utf8'));
    const own = JSON.parse(
      run('skald.mjs', ['language', 'perplexity', '--model', file, spoken, '--json']),
    );
    const heldOut = Object.fromEntries(
      parts.map(
        /** @param {{ part: string, heldOut: { perplexity: number } }} each */
        ({ part, heldOut: { perplexity } }) => [part, Number(perplexity.toFixed(1))],
      ),
    );
    console.log(
      JSON.stringify({
        ...{ order: Number(order), megabytes: statSync(file).size / 1e6, ngrams, heldOut },
        ...{ spoken: own.perplexity, unknown: own.unknownRate, loadMs: own.loadMs },
        ...wordErrors(file),
      }),
    );
  }
}
