/**
 * Parts of a text that a model does not learn from: for finding settings, and for telling what the model is worth.
 * @module
 */
import { BREAK, numbersOf, type NumberedText, type TextSection } from './numbered-text';

/** Sections for each purpose. */
export interface DividedText {
  readonly learned: readonly TextSection[];
  readonly tuning: readonly TextSection[];
  readonly testing: readonly TextSection[];
}

/** The place behind the first end of a sentence from `at` on, at most `to`. */
function sentenceBehind(path: string, at: number, to: number): number {
  let place = at;
  for (const numbers of numbersOf(path, { from: at, to })) {
    const found = numbers.indexOf(BREAK);
    if (found >= 0) return place + found + 1;
    place += numbers.length;
  }
  return to;
}

/**
 * Holds out the end of each section, whole books where it is long: a first half for tuning, a second one for testing.
 * @param share Of each section, from 0 (nothing) to below 1.
 */
export function holdOut({ path, sections }: NumberedText, share: number): DividedText {
  const learned: TextSection[] = [];
  const tuning: TextSection[] = [];
  const testing: TextSection[] = [];
  for (const { part, from, to } of sections) {
    const held = Math.floor(share * (to - from));
    const cut = held === 0 ? to : sentenceBehind(path, to - held, to);
    const middle = held === 0 ? to : sentenceBehind(path, cut + Math.floor((to - cut) / 2), to);
    learned.push({ part, from, to: cut });
    tuning.push({ part, from: cut, to: middle });
    testing.push({ part, from: middle, to });
  }
  return { learned, tuning, testing };
}
