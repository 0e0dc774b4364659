/**
 * Texts as numbers.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { CorpusWriter, type Corpus } from '../../../src/language/corpus';
import { inFolder } from './tiny-model';

const textOf = (corpus: Corpus): string[] =>
  Array.from(corpus.sentences(), (ids) => Array.from(ids, (id) => corpus.words[id]!).join(' '));

describe('CorpusWriter', () => {
  it('gives the sentences back, rare words as <unk>', () => {
    inFolder((folder) => {
      const writer = new CorpusWriter(folder);
      writer.add(['b', 'a', 'b']);
      writer.add(['c', 'a', 'd']);
      const corpus = writer.finish(3);
      expect(corpus.words).toEqual(['</s>', '<s>', '<unk>', 'a', 'b', 'c']);
      expect(corpus).toMatchObject({ length: 6, unknown: 1 });
      expect([...corpus.counts]).toEqual([2, 2, 1, 2, 2, 1]);
      expect(textOf(corpus)).toEqual(['b a b', 'c a <unk>']);
      expect(textOf(corpus)).toEqual(['b a b', 'c a <unk>']);
    });
  });

  it('takes sentences and texts longer than its buffers', () => {
    inFolder((folder) => {
      const writer = new CorpusWriter(folder);
      const long = Array.from({ length: 300_000 }, (_, i) => `w${i % 5}`);
      writer.add(long);
      expect(textOf(writer.finish(10))).toEqual([long.join(' ')]);
    });
  });

  it('refuses a text without words', () => {
    inFolder((folder) => {
      const writer = new CorpusWriter(folder);
      writer.add([]);
      expect(() => writer.finish(10)).toThrow(UserError);
    });
  });
});
