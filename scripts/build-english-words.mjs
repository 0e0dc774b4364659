/**
 * Builds the word model of models/english from text that is not in the repository.
 *
 *   node scripts/build-english-words.mjs TEXT_FOLDER MORE_FOLDER LEXICON OUTPUT [--size MB] [--large FILE] [--all] [--order N]
 *
 * Both folders hold .txt.xz files, one sentence or paragraph a line; the card of the model names them. Text that may
 * hold transcripts of our recordings is left out. LEXICON (CMUdict) limits the words; with --all the 200,000 most frequent
 * ones are taken whether it has them or not. --large makes a second model of up to 250 MB (--large-size MB for another
 * limit); --folder DIR keeps the text in numbers and its counts there for the next time; --words-per-text N reads only the
 * beginning of each file, to try it.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

/**
 * By kind of text, what the names of its files in the first folder and in the second begin with.
 * @type {Record<string, [string[], string[]]>}
 */
const KINDS = {
  books: [
    ['books-'],
    [
      'LuEE-C+FewShotAuthorClassificationMetaLearning',
      'rcdm-uga+Gutenberg_Text',
      'fengjiawei2011+cmpe226',
      'tmgondal+Project-Gutenberg',
      'COST-ELTeC+ELTeC-eng',
    ],
  ],
  modern: [
    ['modern-', 'nltk-'],
    ['Vibhas-hs-edu+WikiTasks', 'global-asp+asp-source', 'global-asp+pb-source'],
  ],
  talk: [
    ['clinc-', 'nlu-', 'snips-', 'slurp-', 'taskmaster-'],
    ['thechangelog+transcripts', 'RevanthRameshkumar+CRD3', 'Yale-LILY+QMSum', 'Spacelog+Spacelog'],
  ],
};

/**
 * Files of a folder that begin so, in that order.
 * @param {string} folder
 * @param {readonly string[]} beginnings
 * @returns {string[]}
 */
function filesOf(folder, beginnings) {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return beginnings.flatMap((beginning) => {
    const found = names.filter((name) => name.startsWith(beginning) && name.endsWith('.txt.xz'));
    if (found.length > 0) return found.map((name) => path.resolve(folder, name));
    console.error(`missing: ${path.join(folder, beginning)}*.txt.xz`);
    return process.exit(1);
  });
}

const { values, positionals } = parseArgs({
  options: {
    size: { type: 'string', default: '39.5' },
    large: { type: 'string' },
    'large-size': { type: 'string', default: '250' },
    all: { type: 'boolean', default: false },
    folder: { type: 'string' },
    order: { type: 'string', default: '3' },
    'words-per-text': { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const [text, more, lexicon, output] = positionals;
if (text === undefined || more === undefined || lexicon === undefined || output === undefined) {
  console.error(
    'usage: node scripts/build-english-words.mjs TEXT_FOLDER MORE_FOLDER LEXICON OUTPUT [--size MB] [--large FILE] [--all] [--order N] [--folder DIR] [--words-per-text N] [--json]',
  );
  process.exit(2);
}
const sources = Object.entries(KINDS).flatMap(([kind, [beginnings, others]]) =>
  [...filesOf(text, beginnings), ...filesOf(more, others)].map((file) => `${kind}=${file}`),
);
const cutOffs = ['0', ...Array.from({ length: Number(values.order) - 1 }, () => '1')];
const { status } = spawnSync(
  process.execPath,
  [
    '--max-old-space-size=4000',
    path.join(import.meta.dirname, 'skald.mjs'),
    ...['language', 'build', '--order', values.order, '--vocabulary', '200000', '--least', '3'],
    ...(values.all ? [] : ['--lexicon', path.resolve(lexicon)]),
    ...['--cut-offs', cutOffs.join(), '--hold-out', '0.5'],
    ...['--size', values.size, '--output', path.resolve(output)],
    ...(values.large === undefined
      ? []
      : ['--size', values['large-size'], '--output', path.resolve(values.large)]),
    ...(values.folder === undefined ? [] : ['--folder', path.resolve(values.folder)]),
    ...(values['words-per-text'] === undefined
      ? []
      : ['--words-per-text', values['words-per-text']]),
    ...(values.json ? ['--json'] : []),
    ...sources.flatMap((source) => ['--text', source]),
  ],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
