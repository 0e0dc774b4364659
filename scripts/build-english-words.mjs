/**
 * Builds the word model of models/english from text that is not in the repository.
 *
 *   node scripts/build-english-words.mjs TEXT_FOLDER MORE_FOLDER OUTPUT
 *
 * Both folders hold .txt.xz files, one sentence or paragraph a line; the card of the model names them. Text that may
 * hold transcripts of our recordings is left out.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const TEXT = /^(books-|modern-|clinc-|nlu-|snips-|slurp-|taskmaster-|nltk-).*\.txt\.xz$/;
const MORE = [
  'COST-ELTeC+ELTeC-eng',
  'RevanthRameshkumar+CRD3',
  'Yale-LILY+QMSum',
  'thechangelog+transcripts',
  'tmgondal+Project-Gutenberg',
].map((name) => `${name}.txt.xz`);

const [textFolder, moreFolder, output] = process.argv.slice(2);
if (textFolder === undefined || moreFolder === undefined || output === undefined) {
  console.error('usage: node scripts/build-english-words.mjs TEXT_FOLDER MORE_FOLDER OUTPUT');
  process.exit(2);
}
const files = [
  ...readdirSync(textFolder)
    .filter((name) => TEXT.test(name))
    .sort()
    .map((name) => path.join(textFolder, name)),
  ...MORE.map((name) => path.join(moreFolder, name)),
];
const missing = files.filter((file) => !existsSync(file));
if (missing.length > 0) {
  console.error(`missing: ${missing.join(', ')}`);
  process.exit(1);
}
const options = ['--order', '3', '--vocabulary', '65000', '--cut-offs', '0,0,1', '--size', '29.8'];
const { status } = spawnSync(
  process.execPath,
  [
    path.join(import.meta.dirname, 'skald.mjs'),
    ...['language', 'build', ...options, '--output', path.resolve(output)],
    '--text',
    ...files.map((file) => path.resolve(file)),
  ],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
