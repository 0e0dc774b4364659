/**
 * From units to words with times and confidence.
 * @module
 */
import type { Word } from '../protocol/transcript';
import type { DecodedUnits } from './greedy';

/**
 * Joins units to words at the spaces.
 * @param alphabet Units by index; ' ' separates words.
 * @param stepSeconds Length of a step.
 * @param offset Time of the first step, in seconds.
 * @returns Words with times in seconds; the confidence is the mean posterior of a word's units.
 */
export function wordsOf(
  decoded: DecodedUnits,
  alphabet: readonly string[],
  stepSeconds: number,
  offset: number,
): Word[] {
  const words: Word[] = [];
  let first = 0;
  const endWord = (end: number): void => {
    if (end > first) {
      const posteriors = decoded.logPosteriors.slice(first, end).map((log) => Math.exp(log));
      words.push({
        word: decoded.units
          .slice(first, end)
          .map((unit) => alphabet[unit] ?? '')
          .join(''),
        start: offset + decoded.starts[first]! * stepSeconds,
        end: offset + decoded.ends[end - 1]! * stepSeconds,
        confidence: Math.min(1, posteriors.reduce((a, b) => a + b, 0) / posteriors.length),
      });
    }
    first = end + 1;
  };
  for (const [i, unit] of decoded.units.entries()) if (alphabet[unit] === ' ') endWord(i);
  endWord(decoded.units.length);
  return words;
}
