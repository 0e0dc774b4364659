/**
 * Vocabularies, and texts in their numbers.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  chooseVocabulary,
  corpusOf,
  numberCounts,
  type Corpus,
  type VocabularyLimits,
} from '../../../src/language/corpus';
import { inFolder, numbered } from './tiny-model';

const textOf = (corpus: Corpus): string[] =>
  Array.from(corpus.sentences(), (ids) => Array.from(ids, (id) => corpus.words[id]!).join(' '));

function wordsOf(sentences: readonly string[], limits: VocabularyLimits): string[] {
  return inFolder((folder) => {
    const text = numbered(sentences, folder);
    const { words } = chooseVocabulary(text, [numberCounts(text, text.sections)], limits);
    return words.slice(3);
  });
}

describe('corpusOf', () => {
  it('gives the sentences back, rare words as <unk>', () => {
    inFolder((folder) => {
      const text = numbered(['b a b', 'c a d'], folder);
      const counts = numberCounts(text, text.sections);
      const vocabulary = chooseVocabulary(text, [counts], { limit: 3 });
      const corpus = corpusOf(text, vocabulary, text.sections);
      expect(corpus.words).toEqual(['<s>', '</s>', '<unk>', 'a', 'b', 'c']);
      expect(corpus).toMatchObject({ length: 6, unknown: 1 });
      expect([...corpus.counts]).toEqual([2, 2, 1, 2, 2, 1]);
      expect(textOf(corpus)).toEqual(['b a b', 'c a <unk>']);
      expect(textOf(corpus)).toEqual(['b a b', 'c a <unk>']);
    });
  });

  it('takes sentences and texts longer than its buffers', () => {
    inFolder((folder) => {
      const long = Array.from({ length: 300_000 }, (_, i) => `w${i % 5}`).join(' ');
      const text = numbered([long, 'w1'], folder);
      const vocabulary = chooseVocabulary(text, [numberCounts(text, text.sections)], { limit: 10 });
      expect(textOf(corpusOf(text, vocabulary, text.sections))).toEqual([long, 'w1']);
    });
  });
});

describe('chooseVocabulary', () => {
  it('goes from frequent to rare, then by the alphabet', () => {
    expect(wordsOf(['b c a', 'b d c', 'b'], { limit: 3 })).toEqual(['b', 'c', 'a']);
  });

  it('leaves out marks, words that are too rare, and those that may not be in it', () => {
    const keeps = (word: string): boolean => word !== 'b';
    expect(wordsOf(['<unk> <unk> b b c c d'], { limit: 9, leastCount: 2, keeps })).toEqual(['c']);
  });

  it('gives each part of the text the same say', () => {
    inFolder((folder) => {
      const text = numbered(['a a a a b b b b', 'c'], folder);
      const { from, to } = text.sections[0]!;
      const parts = [
        { part: 'long', from, to: to - 2 },
        { part: 'short', from: to - 2, to },
      ].map((section) => numberCounts(text, [section]));
      expect(chooseVocabulary(text, parts, { limit: 1 }).words[3]).toBe('c');
    });
  });
});
