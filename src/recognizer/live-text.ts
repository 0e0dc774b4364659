/**
 * The live text of an utterance: a committed prefix that never changes, and a tentative tail that may.
 * @module
 */
import { STEP_SECONDS } from '../features/definition';

/** The best units of the first pass so far; step numbers count from the start of the utterance. */
export interface LiveUnits {
  /** Indices into the alphabet. */
  readonly units: readonly number[];
  /** First step of each unit. */
  readonly starts: readonly number[];
  /** Step after the last of each unit. */
  readonly ends: readonly number[];
  /** Steps decoded so far. */
  readonly steps: number;
}

/** What is shown while somebody speaks. */
export interface LiveText {
  readonly committed: string;
  readonly tentative: string;
}

/**
 * So many blank steps (about 0.4 s) end a word even if the network saw no space: else the last word before a
 * pause would stay tentative, and its committed form could still grow.
 */
export const WORD_BREAK_STEPS = Math.round(0.42 / STEP_SECONDS);

/** Words of `live`: all that are ended are committed, the one that is being spoken is tentative. */
export function liveText(live: LiveUnits, alphabet: readonly string[]): LiveText {
  const ended: string[] = [];
  let word = '';
  let lastEnd = 0;
  const endWord = (): void => {
    if (word !== '') ended.push(word);
    word = '';
  };
  live.units.forEach((unit, i) => {
    if ((live.starts[i] ?? 0) - lastEnd >= WORD_BREAK_STEPS) endWord();
    lastEnd = live.ends[i] ?? 0;
    const letter = alphabet[unit] ?? '';
    if (letter === ' ') endWord();
    else word += letter;
  });
  if (live.steps - lastEnd >= WORD_BREAK_STEPS) endWord();
  return { committed: ended.join(' '), tentative: word };
}
