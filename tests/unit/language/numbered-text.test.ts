/**
 * Texts as numbers on disk.
 * @module
 */
import { truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import {
  keptText,
  NumberedTextWriter,
  numbersOf,
  type NumberedText,
} from '../../../src/language/numbered-text';
import { inFolder, numbered } from './tiny-model';

function wordsIn({ path, words }: NumberedText, from: number, to: number): string[] {
  const all: string[] = [];
  for (const numbers of numbersOf(path, { from, to })) {
    for (const id of numbers) all.push(words[id]!);
  }
  return all;
}

describe('NumberedTextWriter', () => {
  it('tells where each source begins', () => {
    inFolder((folder) => {
      const writer = new NumberedTextWriter(folder);
      const put = (part: string, word: string): void => {
        writer.begin(part);
        writer.add([writer.numberOf(word), writer.numberOf('x')]);
      };
      put('books', 'a');
      put('talk', 'b');
      const text = writer.finish();
      expect(text.sections).toEqual([
        { part: 'books', from: 0, to: 3 },
        { part: 'talk', from: 3, to: 6 },
      ]);
      expect(wordsIn(text, 0, 6)).toEqual(['a', 'x', '', 'b', 'x', '']);
      expect(wordsIn(text, 4, 5)).toEqual(['x']);
    });
  });

  it('refuses a text without words', () => {
    inFolder((folder) => {
      const writer = new NumberedTextWriter(folder);
      writer.begin('text');
      writer.add([]);
      expect(() => writer.finish()).toThrow(UserError);
    });
  });
});

describe('keptText', () => {
  it('gives back the text of the same stamp only', () => {
    inFolder((folder) => {
      expect(keptText(folder, '')).toBeUndefined();
      const text = numbered(['a b'], folder);
      expect(keptText(folder, '')).toEqual(text);
      expect(keptText(folder, 'other')).toBeUndefined();
    });
  });

  it('gives back nothing where another text was begun and never finished', () => {
    inFolder((folder) => {
      numbered(['a b'], folder);
      new NumberedTextWriter(folder).begin('text');
      expect(keptText(folder, '')).toBeUndefined();
    });
  });
});

describe('numbersOf', () => {
  it('names a file that is cut short', () => {
    inFolder((folder) => {
      const { path, sections } = numbered(['a b c'], folder);
      truncateSync(path, 8);
      expect(() => [...numbersOf(path, sections[0]!)]).toThrow(`${path} is cut short`);
    });
  });
});
