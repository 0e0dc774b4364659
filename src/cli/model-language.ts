/**
 * `skald model add-language`: a lexicon and a word model for a model that hears phones.
 * @module
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';
import { addLanguage } from '../bundle/add-language';
import { loadBundle, readBundleManifest } from '../bundle/load-bundle';
import { decodePronouncer, type PronouncerFile } from '../bundle/pronouncer-file';
import { pronounceRest } from '../language/g2p/pronounce-rest';
import { makeLexicon } from '../language/lexicon';
import { encodeLexicon } from '../language/lexicon-file';
import { decodeNgrams } from '../language/ngram-file';
import { NgramModel } from '../language/ngram-model';
import { parsePronunciations } from '../language/pronunciation-text';
import { onlyArgument, parseCommand, usageError } from './command';
import { DECODING_FLAGS, decodingOf } from './decoding-flags';
import { userPath, type Terminal } from './terminal';

const OPTIONS = {
  lexicon: { type: 'string' },
  words: { type: 'string' },
  pronunciation: { type: 'string' },
  'listed-only': { type: 'boolean' },
  ...DECODING_FLAGS,
} as const;

/** Runs it. */
export async function addLanguageCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const { values, positionals } = parseCommand('model', args, OPTIONS);
  const folder = onlyArgument('model', positionals, 'DIR');
  if (values.lexicon === undefined) throw usageError('model', '--lexicon FILE is missing');
  if (values.words === undefined) throw usageError('model', '--words FILE is missing');
  const into = userPath(terminal, folder);
  const manifest = await readBundleManifest(into);
  if (manifest.network.phones === undefined) {
    throw new UserError(
      `Model ${folder} does not hear phones`,
      'train one whose config names a lexicon',
    );
  }
  const decoding = { ...manifest.decoding, ...decodingOf('model', values) };
  const wordBytes = await readOf(userPath(terminal, values.words), 'word model');
  const model = new NgramModel(decodeNgrams(wordBytes, values.words));
  const lexiconFile = userPath(terminal, values.lexicon);
  const text = (await readOf(lexiconFile, 'lexicon')).toString();
  const all = parsePronunciations(text, path.basename(lexiconFile));
  const listed = all.filter(({ word }) => model.wordId(word) !== model.unknown);
  if (listed.length === 0) {
    throw new UserError(
      `No word of ${values.lexicon} is in ${values.words}`,
      'give a word model of the same language',
    );
  }
  const given = values.pronunciation;
  const pronouncer =
    given === undefined
      ? undefined
      : await readOf(userPath(terminal, given), 'pronunciation network');
  const network = await networkOf(into, given, pronouncer);
  const guessed =
    values['listed-only'] === true ? [] : await pronounceRest(wordsOf(model), all, network);
  const lexicon = makeLexicon([...listed, ...guessed]);
  const encoded = encodeLexicon(lexicon);
  const files = { lexicon: encoded, words: wordBytes, ...(pronouncer && { pronouncer }) };
  await addLanguage(into, files, decoding);
  const { words, entryWord } = lexicon;
  terminal.write(
    `${folder}: ${words.length} words said in ${entryWord.length} ways, ${guessed.length} of them worked out ` +
      `(${(encoded.length / 1e6).toFixed(1)} MB), word model of ${model.size} words ` +
      `(${(wordBytes.length / 1e6).toFixed(1)} MB)\n`,
  );
}

/** The network that is given, else that of the model, else none. */
async function networkOf(
  folder: string,
  given: string | undefined,
  bytes: Buffer | undefined,
): Promise<PronouncerFile | undefined> {
  if (given !== undefined && bytes !== undefined) return decodePronouncer(bytes, given);
  return (await loadBundle(folder)).pronouncer?.();
}

function wordsOf(model: NgramModel): string[] {
  return Array.from({ length: model.size }, (_, id) => model.wordOf(id));
}

async function readOf(file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new UserError(`Cannot read ${what} ${file}`, 'check its path');
  }
}
