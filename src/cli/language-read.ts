/**
 * `skald language read`: texts as they are read aloud, for other toolkits.
 * @module
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { messageOf, UserError } from '../base/errors';
import { textLines } from '../language/text-lines';
import { ReadingText } from '../text/reading-text';
import { parseCommand, usageError, wholeNumber } from './command';
import { userPath, type Terminal } from './terminal';

const BUFFER_CHARACTERS = 1 << 20;

/** Runs it. */
export async function readCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals: texts } = parseCommand('language', args, {
    output: { type: 'string' },
    words: { type: 'string' },
  });
  if (texts.length === 0) throw usageError('language', 'TEXT is missing');
  if (values.output === undefined) throw usageError('language', '--output FILE is missing');
  const most = wholeNumber('language', 'words', values.words, 1) ?? Infinity;
  const file = openFile(userPath(terminal, values.output));
  let buffer = '';
  let [sentences, words] = [0, 0];
  try {
    for await (const sentence of spokenSentences(texts.map((text) => userPath(terminal, text)))) {
      if (words >= most) break;
      words += sentence.length;
      sentences += 1;
      buffer += `${sentence.join(' ')}\n`;
      if (buffer.length < BUFFER_CHARACTERS) continue;
      writeSync(file, buffer);
      buffer = '';
    }
    writeSync(file, buffer);
  } finally {
    closeSync(file);
  }
  terminal.write(`${values.output}: ${sentences} sentences, ${words} words\n`);
}

async function* spokenSentences(texts: readonly string[]): AsyncGenerator<string[]> {
  const reading = new ReadingText(String);
  for (const text of texts) {
    for await (const line of textLines(text)) yield* reading.sentences(line);
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw new UserError(
      `cannot write ${path} (${messageOf(error)})`,
      'choose another --output FILE',
    );
  }
}
