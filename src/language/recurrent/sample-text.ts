/**
 * Text that a recurrent language model makes up, symbol by symbol.
 * @module
 */
import type { Random } from '../../base/random';
import type { PlainRecurrent, RecurrentState } from './plain-recurrent';
import { END, type WordPieces } from './word-pieces';

/** How text is made. */
export interface SampleOptions {
  /** Words of the first utterance, said already; lower-case letters and apostrophes. */
  readonly start: readonly string[];
  /** Ends with the word that reaches this number, those of the start included. */
  readonly words: number;
  /** 1 draws as the model thinks; below 1 what is likely becomes likelier. */
  readonly temperature: number;
}

/** Draws a symbol of these logits; none that is not `allowed`. */
function draw(
  logits: Float32Array,
  temperature: number,
  random: Random,
  allowed: (symbol: number) => boolean,
): number {
  let most = -Infinity;
  for (const [symbol, logit] of logits.entries()) {
    if (allowed(symbol)) most = Math.max(most, logit);
  }
  const shares = logits.map((logit, symbol) =>
    allowed(symbol) ? Math.exp((logit - most) / temperature) : 0,
  );
  let left = random.next() * shares.reduce((a, b) => a + b, 0);
  let last = END;
  for (const [symbol, share] of shares.entries()) {
    if (share === 0) continue;
    last = symbol;
    left -= share;
    if (left < 0) break;
  }
  return last;
}

/** Makes utterances; the last one may be cut off behind a word. */
export function sampleText(
  model: PlainRecurrent,
  pieces: WordPieces,
  { start, words, temperature }: SampleOptions,
  random: Random,
): string[] {
  const begins = (symbol: number): boolean => pieces.beginsWord(symbol);
  const utterances: string[] = [];
  let said: number[] = [];
  let state: RecurrentState = model.read(model.fresh, END);
  let count = start.length;
  for (const symbol of start.flatMap((word) => pieces.numbersOf(word))) {
    state = model.read(state, symbol);
    said.push(symbol);
  }
  for (;;) {
    // An utterance begins with the start of a word.
    const isFirst = said.length === 0;
    const symbol = draw(
      model.logits(state),
      temperature,
      random,
      (candidate) => !isFirst || begins(candidate),
    );
    if (begins(symbol) && ++count > words) break;
    state = model.read(state, symbol);
    if (symbol === END) {
      utterances.push(pieces.textOf(said));
      said = [];
      if (count >= words) break;
    } else said.push(symbol);
  }
  if (said.length > 0) utterances.push(pieces.textOf(said));
  return utterances;
}
