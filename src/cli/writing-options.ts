/**
 * The options that say how text is written: `--numbers`, `--punctuation`, `--commands`.
 * @module
 */
import type { Writing } from '../protocol/writing';
import { oneOf } from './command';

/** For `parseCommand`. */
export const WRITING_OPTIONS = {
  numbers: { type: 'string' },
  punctuation: { type: 'string' },
  commands: { type: 'string' },
} as const;

/** What `--help` says of them. */
export const WRITING_HELP = `
  --numbers KIND     words (default) or digits: numbers, dates, times and money as people write them
  --punctuation ON   on or off (default): marks and capitals, where the model has a tagger for them
  --commands ON      on or off (default): carries out "comma", "new line", "scratch that" … (docs/text.md)
`.slice(1, -1);

/**
 * The checked options of `command`.
 * @throws UserError (exit 2) for an unknown word.
 */
export function writingOf(
  command: string,
  values: { readonly [name in keyof typeof WRITING_OPTIONS]?: string | undefined },
): Writing {
  const isOn = (name: 'punctuation' | 'commands'): boolean =>
    oneOf(command, name, values[name] ?? 'off', ['on', 'off']) === 'on';
  const numbers = oneOf(command, 'numbers', values.numbers ?? 'words', ['words', 'digits']);
  return {
    numbers: numbers === 'digits',
    punctuation: isOn('punctuation'),
    commands: isOn('commands'),
  };
}
