/**
 * Families of words stay on one side.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { Pronunciation } from '../../../../src/language/pronunciation-text';
import { familyOf, splitPronunciations } from '../../../../src/training/g2p/pronunciation-split';

describe('familyOf()', () => {
  it.each([
    ['city', "city's", 'cities', "cities'"],
    ['horse', 'horses', "horse's"],
    ['bus', 'buses', "bus's"],
    ['boss', 'bosses', "boss'"],
    ['wish', 'wishes'],
    ['movie', 'movies'],
    ['axe', 'axes'],
    ['dog', 'dogs', "dog's", "dogs'"],
  ])('%s …', (...family) => {
    expect(new Set(family.map(familyOf)).size).toBe(1);
  });

  it('keeps other words apart', () => {
    const words = ['city', 'cite', 'dog', 'doggy', 'bos', 'a', 'as', "'s", 'ss'];
    expect(new Set(words.map(familyOf)).size).toBeGreaterThan(6);
  });
});

describe('splitPronunciations()', () => {
  const words = Array.from(
    { length: 200 },
    (_, i) => `w${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}n`,
  );
  const all: Pronunciation[] = words.flatMap((word, i) => [
    { word, phones: Uint8Array.of(i % 39) },
    { word, phones: Uint8Array.of(1, i % 39) },
    { word: `${word}s`, phones: Uint8Array.of(2, i % 39) },
  ]);
  const { training, heldOut } = splitPronunciations(all, 7, 0.1);

  it('holds out whole families, with every way to say their words', () => {
    expect(heldOut.size).toBe(40);
    expect(training).toHaveLength(all.length - 60);
    const learned = new Set(training.map(({ word }) => familyOf(word)));
    expect([...heldOut.keys()].filter((word) => learned.has(familyOf(word)))).toEqual([]);
    for (const [word, ways] of heldOut) expect(ways).toHaveLength(word.endsWith('s') ? 1 : 2);
  });

  it('draws by its seed alone', () => {
    const shuffled = [...all].reverse();
    const again = splitPronunciations(shuffled, 7, 0.1).heldOut;
    expect([...again.keys()].sort()).toEqual([...heldOut.keys()].sort());
    expect([...splitPronunciations(all, 8, 0.1).heldOut.keys()]).not.toEqual([...heldOut.keys()]);
  });
});
