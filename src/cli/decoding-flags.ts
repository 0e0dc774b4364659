/**
 * Options that set weights and limits of the lexicon decoder.
 * @module
 */
import { parseDecodingOptions, type DecodingOptions } from '../bundle/decoding-options';
import { usageError } from './command';

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
