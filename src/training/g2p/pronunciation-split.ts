/**
 * Which words a network learns from, and on which it is measured: whole families on one side, so that no word is heard
 * in training as its own plural or possessive.
 * @module
 */
import { Random } from '../../base/random';
import type { Pronunciation } from '../../language/pronunciation-text';

/** Words to learn from and words to be measured on. */
export interface PronunciationSplit {
  readonly training: readonly Pronunciation[];
  /** By word, every way to say it. */
  readonly heldOut: ReadonlyMap<string, readonly Uint8Array[]>;
}

/**
 * The same for a word, its plural and its possessives, and for some words that are only alike: "city", "cities",
 * "city's" and "cities'" → "citi", "horse" and "horses" → "hor".
 */
export function familyOf(word: string): string {
  return word
    .replace(/'s?$/, '')
    .replace(/(?<=..)[es]+$/, '')
    .replace(/y$/, 'i');
}

/** Draws families by `seed`; `share` of them are held out. */
export function splitPronunciations(
  pronunciations: readonly Pronunciation[],
  seed: number,
  share: number,
): PronunciationSplit {
  const families = [...new Set(pronunciations.map(({ word }) => familyOf(word)))].sort();
  const drawn = new Random(seed).shuffle(families).slice(0, Math.round(share * families.length));
  const out = new Set(drawn);
  const heldOut = new Map<string, Uint8Array[]>();
  const training: Pronunciation[] = [];
  for (const each of pronunciations) {
    if (!out.has(familyOf(each.word))) training.push(each);
    else if (heldOut.has(each.word)) heldOut.get(each.word)!.push(each.phones);
    else heldOut.set(each.word, [each.phones]);
  }
  return { training, heldOut };
}
