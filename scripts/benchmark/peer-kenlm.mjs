/**
 * Our n-gram models beside KenLM's on the same text: perplexity, time, size.
 *
 *   node scripts/benchmark/peer-kenlm.mjs BIN FOLDER TEXT… [--words N] [--order N] [--vocabulary N]
 *
 * BIN is the folder with KenLM's programs lmplz and query (source package kenlm 0.2.0 on PyPI, built with cmake), FOLDER
 * takes the files. The text is read aloud once, words beyond the vocabulary become one, and the last hundredth is held
 * out; both toolkits get the rest. KenLM's query scores both models, so that only the estimates differ.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const HELD_OUT = 100;
/** Stands for words that are not frequent. */
const RARE = 'rareword';

const { values, positionals } = parseArgs({
  options: {
    words: { type: 'string', default: '50000000' },
    order: { type: 'string', default: '3' },
    vocabulary: { type: 'string', default: '65000' },
  },
  allowPositionals: true,
});
const [bin, folder, ...texts] = positionals;
if (bin === undefined || folder === undefined || texts.length === 0) {
  console.error(
    'usage: node scripts/benchmark/peer-kenlm.mjs BIN FOLDER TEXT… [--words N] [--order N] [--vocabulary N]',
  );
  process.exit(2);
}
const query = path.join(bin, 'query');
const work = path.resolve(folder);
mkdirSync(work, { recursive: true });
/** @param {string} name */
const at = (name) => path.join(work, name);

/**
 * Runs a program; its output, the processor seconds that it took, and its memory.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Buffer} [input]
 */
function run(program, args, input) {
  const child = spawnSync('/usr/bin/env', ['time', '-f', '%U %S %M', program, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    ...(input === undefined ? {} : { input }),
  });
  if (child.status !== 0) {
    console.error(child.stderr || `${program} is missing`);
    process.exit(1);
  }
  const last = child.stderr.trim().split('\n').at(-1) ?? '';
  const [user = NaN, system = NaN, kilobytes = NaN] = last.split(' ').map(Number);
  return { output: child.stdout, seconds: user + system, megabytes: kilobytes / 1024 };
}

/** @param {string[]} args */
const skald = (...args) => {
  const script = path.join(import.meta.dirname, '..', 'skald.mjs');
  return run(process.execPath, ['--max-old-space-size=4000', script, ...args]);
};

/** The lines of a text. */
const lines = () => createInterface({ input: createReadStream(at('all.txt')) });

/** Parts the text, with one word in the place of all that are not among the most frequent ones. */
async function divide() {
  /** @type {Map<string, number>} */
  const counts = new Map();
  let count = 0;
  for await (const line of lines()) {
    count += 1;
    for (const word of line.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const frequent = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const kept = new Set(frequent.slice(0, Number(values.vocabulary)).map(([word]) => word));
  const learned = createWriteStream(at('learned.txt'));
  const heldOut = createWriteStream(at('held-out.txt'));
  let number = 0;
  for await (const line of lines()) {
    const words = line.split(' ').map((word) => (kept.has(word) ? word : RARE));
    const stream = number++ < count - count / HELD_OUT ? learned : heldOut;
    if (!stream.write(`${words.join(' ')}\n`)) await once(stream, 'drain');
  }
  for (const stream of [learned, heldOut]) {
    stream.end();
    await once(stream, 'close');
  }
}

/**
 * Perplexities that KenLM's query gives a model.
 * @param {string} arpa
 */
function scored(arpa) {
  const { output } = run(query, ['-v', 'summary', arpa], readFileSync(at('held-out.txt')));
  /** @param {string} label */
  const number = (label) => Number(new RegExp(`${label}:\\s*([\\d.]+)`).exec(output)?.[1]);
  return {
    perplexity: number('Perplexity excluding OOVs'),
    withUnknown: number('Perplexity including OOVs'),
  };
}

skald(
  'language',
  'read',
  ...texts.map((text) => path.resolve(text)),
  '--words',
  values.words,
  '--output',
  at('all.txt'),
);
await divide();
const ours = skald(
  ...['language', 'build', '--text', at('learned.txt'), '--order', values.order],
  ...['--vocabulary', '1000000000', '--output', at('ours.bin'), '--arpa', at('ours.arpa')],
);
const theirs = run(path.join(bin, 'lmplz'), [
  ...['-o', values.order, '--text', at('learned.txt'), '--arpa', at('theirs.arpa')],
  ...['-S', '2G', '-T', work],
]);
const own = JSON.parse(
  skald('language', 'perplexity', '--model', at('ours.bin'), at('held-out.txt'), '--json').output,
);
/** @param {string} name */
const size = (name) => Number((statSync(at(name)).size / 1e6).toFixed(1));
const figures = {
  text: ours.output.trim(),
  ours: {
    ...scored(at('ours.arpa')),
    ownPerplexity: own.perplexity,
    seconds: ours.seconds,
    megabytes: ours.megabytes,
    arpaMb: size('ours.arpa'),
    fileMb: size('ours.bin'),
  },
  kenlm: {
    ...scored(at('theirs.arpa')),
    ...theirs,
    output: undefined,
    arpaMb: size('theirs.arpa'),
  },
};
console.log(JSON.stringify(figures, undefined, 2));
