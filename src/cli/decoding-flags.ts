/**
 * Options that choose a decoder, and set weights and limits of the one with a lexicon.
 * @module
 */
import { parseDecodingOptions, type DecodingOptions } from '../bundle/decoding-options';
import type { DecoderName } from '../recognizer/second-pass';
import { oneOf, usageError } from './command';

const DECODERS: readonly DecoderName[] = ['greedy', 'beam', 'lexicon'];

/**
 * What `--decoder` names; undefined where it is not there.
 * @throws UserError (exit 2) for an unknown decoder.
 */
export function decoderNamed(command: string, name: string | undefined): DecoderName | undefined {
  return name === undefined ? undefined : oneOf(command, 'decoder', name, DECODERS);
}

/** For `parseCommand`. */
export const DECODING_FLAGS = {
  alpha: { type: 'string' },
  beta: { type: 'string' },
  'acoustic-scale': { type: 'string' },
  width: { type: 'string' },
  range: { type: 'string' },
  stretch: { type: 'string' },
} as const;

/** Flags by the decoding option that they set. */
const WEIGHTS: Readonly<Record<keyof typeof DECODING_FLAGS, keyof DecodingOptions>> = {
  alpha: 'alpha',
  beta: 'beta',
  'acoustic-scale': 'acousticScale',
  width: 'width',
  range: 'range',
  stretch: 'stretch',
};

/**
 * The options that are given.
 * @param command For messages.
 * @throws UserError for what is no number, or out of bounds.
 */
export function decodingOf(
  command: string,
  values: Readonly<Partial<Record<keyof typeof DECODING_FLAGS, string | undefined>>>,
): DecodingOptions {
  const given = Object.entries(WEIGHTS).flatMap(([flag, name]) => {
    const text = values[flag as keyof typeof DECODING_FLAGS];
    if (text === undefined) return [];
    if (!Number.isFinite(Number(text)) || text.trim() === '') {
      throw usageError(command, `--${flag} needs a number, not "${text}"`);
    }
    return [[name, Number(text)] as const];
  });
  return parseDecodingOptions(Object.fromEntries(given), 'The command line');
}
