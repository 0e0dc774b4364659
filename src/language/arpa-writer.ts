/**
 * Writes back-off models as ARPA files, the text format that every language-model toolkit reads.
 * Format: https://www.speech.sri.com/projects/srilm/manpages/ngram-format.5.html
 * @module
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { messageOf, UserError } from '../base/errors';
import type { NgramLayers } from './ngram-layers';

const BUFFER_CHARACTERS = 1 << 20;
const LOG10 = Math.LOG10E;

const SIGNIFICANT_DIGITS = 7;

const decimal = (naturalLog: number): string =>
  String(Number((naturalLog * LOG10).toPrecision(SIGNIFICANT_DIGITS)));

/** The lines of the ARPA file of a model. */
export function* arpaLines({ words, layers }: NgramLayers): Generator<string> {
  yield '\\data\\';
  for (const [i, layer] of layers.entries()) yield `ngram ${i + 1}=${layer.words.length}`;
  for (let order = 1; order <= layers.length; order++) {
    yield '';
    yield `\\${order}-grams:`;
    yield* ngrams(words, layers, order, 0, 0, layers[0]!.words.length, '');
  }
  yield '';
  yield '\\end\\';
}

function* ngrams(
  words: readonly string[],
  layers: NgramLayers['layers'],
  order: number,
  depth: number,
  from: number,
  to: number,
  history: string,
): Generator<string> {
  const layer = layers[depth]!;
  const isHighest = depth + 1 === layers.length;
  for (let i = from; i < to; i++) {
    const text = history + words[layer.words[i]!]!;
    if (depth + 1 === order) {
      const backOff = isHighest ? '' : `\t${decimal(layer.backOff[i]!)}`;
      yield `${decimal(layer.logProb[i]!)}\t${text}${backOff}`;
    } else {
      const [first, last] = [layer.children[i]!, layer.children[i + 1]!];
      if (first < last) yield* ngrams(words, layers, order, depth + 1, first, last, `${text} `);
    }
  }
}

/** Writes a model as an ARPA file. @throws UserError if the file cannot be written. */
export function writeArpa(path: string, model: NgramLayers): void {
  try {
    const file = openSync(path, 'w');
    let text = '';
    for (const line of arpaLines(model)) {
      text += `${line}\n`;
      if (text.length > BUFFER_CHARACTERS) {
        writeSync(file, text);
        text = '';
      }
    }
    writeSync(file, text);
    closeSync(file);
  } catch (error) {
    throw new UserError(`cannot write ${path} (${messageOf(error)})`, 'choose another --arpa FILE');
  }
}
