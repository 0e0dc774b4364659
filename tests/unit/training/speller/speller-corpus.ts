/**
 * All that a tiny speller is trained with: recordings of tones as letters and phones, a model that hears them badly, a
 * lexicon and a text.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writePhoneBundle } from '../../bundle/phone-bundle';
import { NO_SPEECH, writeToneCorpus } from '../tone-corpus';

const SHIPPED = path.join(__dirname, '../../../../training/english.json');
const PHONE: Readonly<Record<string, string>> = { a: 'AA', b: 'B', c: 'K' };
const WORDS = ['a', 'b', 'c', 'ab', 'ba', 'ca', 'bc', 'abc', 'cab', 'bca', 'acb', 'cbc'];

/** Fills a folder with `config.json`, `model`, `lexicon.txt` and `text.txt`. */
export async function writeSpellerCorpus(folder: string): Promise<void> {
  await writeToneCorpus(path.join(folder, 'tones'), 4);
  await writePhoneBundle(path.join(folder, 'model'));
  const write = (name: string, content: string): void => {
    writeFileSync(path.join(folder, name), content);
  };
  const saying = (word: string): string => Array.from(word, (letter) => PHONE[letter]).join(' ');
  write('lexicon.txt', WORDS.map((word) => `${word}  ${saying(word)}\n`).join(''));
  write('text.txt', Array(30).fill('Cab ab. Abc! Bc ca ba.').join('\n'));
  const config = {
    ...(JSON.parse(readFileSync(SHIPPED, 'utf8')) as object),
    ...NO_SPEECH,
    ...{ train: ['tones/manifest.tsv'], dev: ['tones/manifest.tsv'], lexicon: 'lexicon.txt' },
    ...{ evaluateUtterances: 8, runFolder: 'unused', bundleFolder: 'unused', cacheFolder: 'cache' },
  };
  write('config.json', JSON.stringify(config));
  write('lost-lexicon.json', JSON.stringify({ ...config, lexicon: 'gone.txt' }));
  write('no-lexicon.json', JSON.stringify({ ...config, lexicon: undefined }));
}
