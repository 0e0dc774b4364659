/**
 * How well words are said: phones and words that are wrong, where every listed pronunciation is right.
 * @module
 */
import { editDistance } from '../../text/edit-distance';

/** Error rates over some words. */
export interface PronunciationErrors {
  readonly words: number;
  /** Phones of the references. */
  readonly phones: number;
  /** Wrong, missing and added phones by phone of the references. */
  readonly phoneErrorRate: number;
  /** Share of words that are not said in a listed way. */
  readonly wordErrorRate: number;
}

/**
 * Counts against the nearest listed pronunciation of each word.
 * @param listed By word, every way to say it.
 * @param said A word that is not in it is wrong as a whole.
 */
export function pronunciationErrors(
  listed: ReadonlyMap<string, readonly Uint8Array[]>,
  said: ReadonlyMap<string, Uint8Array>,
): PronunciationErrors {
  let [phones, phoneErrors, wordErrors] = [0, 0, 0];
  for (const [word, ways] of listed) {
    const heard = said.get(word) ?? new Uint8Array(0);
    const [nearest] = ways
      .map((way) => ({ errors: editDistance(way, heard), length: way.length }))
      .sort((a, b) => a.errors - b.errors || b.length - a.length);
    phones += nearest!.length;
    phoneErrors += nearest!.errors;
    if (nearest!.errors > 0) wordErrors += 1;
  }
  return {
    words: listed.size,
    phones,
    phoneErrorRate: phoneErrors / Math.max(1, phones),
    wordErrorRate: wordErrors / Math.max(1, listed.size),
  };
}
