/**
 * ARPA files as text.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arpaLines, writeArpa } from '../../../src/language/arpa-writer';
import { inFolder, modelOf } from './tiny-model';

describe('arpaLines', () => {
  it('announces, lists and ends', () => {
    const lines = [...arpaLines(modelOf(['a b', 'a b'], 2))];
    expect(lines.slice(0, 5)).toEqual(['\\data\\', 'ngram 1=5', 'ngram 2=3', '', '\\1-grams:']);
    expect(lines.at(-1)).toBe('\\end\\');
    expect(lines.filter((line) => line.endsWith('\t<s> a'))).toHaveLength(1);
    expect(lines.find((line) => line.includes('\t<s>\t'))).toMatch(/^-99\t<s>\t-\d/);
  });
});

describe('writeArpa', () => {
  it('writes these lines, or says why not', () => {
    const model = modelOf(['a b'], 2);
    inFolder((folder) => {
      const file = join(folder, 'm.arpa');
      writeArpa(file, model);
      expect(readFileSync(file, 'utf8')).toBe(`${[...arpaLines(model)].join('\n')}\n`);
      expect(() => {
        writeArpa(join(folder, 'no', 'm.arpa'), model);
      }).toThrow('cannot write');
    });
  });
});
