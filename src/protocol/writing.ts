/**
 * How final text is written: what a person can switch on and off, in the window and on the command line.
 * @module
 */
import { fieldOf, hasOnly, isRecord } from './record';

/** The switches. */
export const WRITING_SWITCHES = ['numbers', 'punctuation', 'commands'] as const;

/** The name of a switch. */
export type WritingSwitch = (typeof WRITING_SWITCHES)[number];

/**
 * `numbers`: numbers, dates, times and money in digits. `punctuation`: marks and capitals, where the model can.
 * `commands`: "comma", "new line", "scratch that" are carried out.
 */
export type Writing = Readonly<Record<WritingSwitch, boolean>>;

/** Everything as it was said, in small letters. */
export const AS_SAID: Writing = { numbers: false, punctuation: false, commands: false };

/** True for the name of a switch. */
export function isWritingSwitch(value: unknown): value is WritingSwitch {
  return WRITING_SWITCHES.some((name) => name === value);
}

/** True for exactly the three switches. */
export function isWriting(value: unknown): value is Writing {
  return (
    isRecord(value) &&
    hasOnly(value, WRITING_SWITCHES) &&
    WRITING_SWITCHES.every((name) => typeof fieldOf(value, name) === 'boolean')
  );
}
