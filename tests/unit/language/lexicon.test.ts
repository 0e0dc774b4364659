/**
 * The trie of pronunciations against the list that it was made from.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import {
  NO_PHONE,
  extendLexicon,
  makeLexicon,
  phonesTo,
  pronunciationsOf,
  type Lexicon,
} from '../../../src/language/lexicon';
import { decodePhones, encodePhones } from '../../../src/text/phones';
import type { Pronunciation } from '../../../src/language/pronunciation-text';

const say = (word: string, phones: string): Pronunciation => ({
  word,
  phones: encodePhones(phones),
});
const SOME = [
  say('to', 'T UW'),
  say('tomb', 'T UW M'),
  say('two', 'T UW'),
  say('a', 'AH'),
  say('a', 'EY'),
  say('to', 'T AH'),
  say('two', 'T UW'),
];

function listOf(pronunciations: readonly Pronunciation[]): string[] {
  return pronunciations.map(({ word, phones }) => `${word} ${decodePhones(phones)}`).sort();
}

/** Words that end at a node, found by following the phones from the root. */
function wordsAt(lexicon: Lexicon, phones: string): string[] | undefined {
  let node = 0;
  for (const phone of encodePhones(phones)) {
    const children = Array.from(
      { length: lexicon.firstChild[node + 1]! - lexicon.firstChild[node]! },
      (_, i) => lexicon.firstChild[node]! + i,
    );
    const found = children.find((child) => lexicon.phone[child] === phone);
    if (found === undefined) return undefined;
    expect(lexicon.parent[found]).toBe(node);
    node = found;
  }
  const own = lexicon.entryWord.subarray(lexicon.firstEntry[node], lexicon.ownEnd[node]);
  return Array.from(own, (word) => lexicon.words[word]!);
}

describe('makeLexicon', () => {
  it('finds homophones, words within words, and every way to say a word', () => {
    const lexicon = makeLexicon(SOME);
    expect(lexicon.words).toEqual(['a', 'to', 'tomb', 'two']);
    expect(wordsAt(lexicon, 'T UW')).toEqual(['to', 'two']);
    expect(wordsAt(lexicon, 'T UW M')).toEqual(['tomb']);
    expect(wordsAt(lexicon, 'T AH')).toEqual(['to']);
    expect(wordsAt(lexicon, 'EY')).toEqual(['a']);
    expect(wordsAt(lexicon, 'T')).toEqual([]);
    expect(wordsAt(lexicon, 'M')).toBeUndefined();
    expect(lexicon.nodes).toBe(7);
    expect(lexicon.phone[0]).toBe(NO_PHONE);
  });

  it('knows nothing but the root without pronunciations', () => {
    expect(makeLexicon([])).toMatchObject({ nodes: 1, words: [] });
  });
});

describe('pronunciationsOf', () => {
  it('gives random entries back, each once', () => {
    const random = new Random(3);
    const entries = Array.from({ length: 400 }, (_, i) => ({
      word: `w${i % 150}`,
      phones: Uint8Array.from({ length: 1 + random.integer(5) }, () => random.integer(6)),
    }));
    const lexicon = makeLexicon(entries);
    expect(listOf(pronunciationsOf(lexicon))).toEqual([...new Set(listOf(entries))].sort());
    for (let entry = 0; entry < lexicon.entryWord.length; entry++) {
      const node = lexicon.entryNode[entry]!;
      expect(lexicon.firstEntry[node]).toBeLessThanOrEqual(entry);
      expect(lexicon.ownEnd[node]).toBeGreaterThan(entry);
    }
    expect(lexicon.lastEntry[0]).toBe(lexicon.entryWord.length);
  });
});

describe('mainEntry', () => {
  it('is the way to say a word that was given first, also after words were added', () => {
    const mainsOf = (lexicon: Lexicon): Record<string, string> =>
      Object.fromEntries(
        lexicon.words.map((word, i) => [
          word,
          decodePhones(phonesTo(lexicon, lexicon.entryNode[lexicon.mainEntry[i]!]!)),
        ]),
      );
    const expected = { a: 'AH', to: 'T UW', tomb: 'T UW M', two: 'T UW' };
    expect(mainsOf(makeLexicon(SOME))).toEqual(expected);
    const more = extendLexicon(makeLexicon(SOME), [say('a', 'AA'), say('an', 'AE N')]);
    expect(mainsOf(more)).toEqual({ ...expected, an: 'AE N' });
  });
});

describe('phonesTo', () => {
  it('is empty at the root', () => {
    expect(phonesTo(makeLexicon(SOME), 0)).toHaveLength(0);
  });
});

describe('extendLexicon', () => {
  it('adds pronunciations, and is the same lexicon where there are none', () => {
    const lexicon = makeLexicon(SOME);
    expect(extendLexicon(lexicon, [])).toBe(lexicon);
    const more = extendLexicon(lexicon, [say('skald', 'S K AA L D')]);
    expect(wordsAt(more, 'S K AA L D')).toEqual(['skald']);
    expect(wordsAt(more, 'T UW')).toEqual(['to', 'two']);
  });
});
