/**
 * ARPA files of others, right and wrong.
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { readArpa } from '../../../src/language/arpa-reader';
import { writeArpa } from '../../../src/language/arpa-writer';
import { NgramModel } from '../../../src/language/ngram-model';
import type { NgramLayers } from '../../../src/language/ngram-layers';
import { inFolder, modelOf, SENTENCES } from './tiny-model';

const TEXT = `made by hand

\\data\\
ngram 1=5
ngram 2=3

\\1-grams:
-1.0 <unk>
-99 <s> -0.5
-0.7 </s>
-0.4 b -0.2
-0.6 a -0.3

\\2-grams:
-0.1 b </s>
-0.2 <s> a
-0.3 a b

\\end\\
`;

const read = (text: string): Promise<NgramLayers> =>
  inFolder((folder) => {
    const file = join(folder, 'm.arpa');
    writeFileSync(file, text);
    return readArpa(file);
  });

describe('readArpa', () => {
  it('reads n-grams in any order', async () => {
    const model = new NgramModel(await read(TEXT));
    const [a, b] = [model.wordId('a'), model.wordId('b')];
    const afterA = model.next(model.start, a);
    expect(model.score(model.start, a) * Math.LOG10E).toBeCloseTo(-0.2, 5);
    expect(model.score(afterA, b) * Math.LOG10E).toBeCloseTo(-0.3, 5);
    expect(model.score(afterA, a) * Math.LOG10E).toBeCloseTo(-0.9, 5);
    expect(model.score(model.next(afterA, b), model.end) * Math.LOG10E).toBeCloseTo(-0.1, 5);
  });

  it('reads what is written here', async () => {
    const model = modelOf(SENTENCES, 4);
    await inFolder(async (folder) => {
      const file = join(folder, 'm.arpa');
      writeArpa(file, model);
      const back = await readArpa(file);
      expect(back.words).toEqual(model.words);
      back.layers.forEach((layer, i) => {
        const expected = model.layers[i]!;
        expect(layer.words).toEqual(expected.words);
        expect(layer.children).toEqual(expected.children);
        layer.logProb.forEach((value, k) => {
          expect(value).toBeCloseTo(expected.logProb[k]!, 5);
        });
      });
    });
  });

  it('adds a missing <unk>', async () => {
    const text = TEXT.replace('-1.0 <unk>\n', '').replace('1=5', '1=4');
    const model = new NgramModel(await read(text));
    expect(model.size).toBe(5);
    expect(model.score(model.start, model.unknown)).toBeLessThan(-200);
  });

  it.each([
    ['2=3', '2=4', /line 19: 3 2-grams end here, but 4 are announced/],
    ['2=3', '2=2', /line 17: more 2-grams than are announced/],
    ['2=3', '2=99999999', /line 5: announces 99999999 2-grams, more than the file can hold/],
    ['ngram 2=3', 'ngram 3=3', /line 5: orders must run from 1/],
    ['ngram 2=3', 'ngrams: 3', /line 5: expected "ngram ORDER=COUNT"/],
    ['-0.2 <s> a', '-0.2 <s> a b c', /line 16: expected a number, 2 words/],
    ['-0.2 <s> a', 'x <s> a', /line 16: "x" is not the logarithm/],
    ['-0.2 <s> a', '0.2 <s> a', /line 16: "0.2" is not the logarithm/],
    ['-0.4 b -0.2', '-0.4 b much', /line 11: "much" is not a number/],
    ['-0.2 <s> a', '-0.2 <s> zebra', /line 16: "zebra" is not among the 1-grams/],
    ['-0.6 a -0.3', '-0.6 b -0.3', /line 12: "b" stands among the 1-grams twice/],
    ['-0.2 <s> a', '-0.2 a b', /"a b" stands there twice/],
    ['\\2-grams:', '\\3-grams:', /line 14: the 3-grams are not announced/],
    ['\\end\\', '', /ends without \\end\\/],
    ['\\data\\', '', /has no \\data\\/],
  ])('refuses "%s" as "%s"', async (from, to, message) => {
    const failure: unknown = await read(TEXT.replace(from, to)).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).message).toMatch(message);
    expect((failure as UserError).mend).not.toBe('');
  });

  it('refuses an n-gram whose beginning is missing', async () => {
    const text = TEXT.replace('2=3', '2=3\nngram 3=1').replace(
      '\\end\\',
      '\\3-grams:\n-0.1 b b a\n\n\\end\\',
    );
    await expect(read(text)).rejects.toThrow('"b b a" is there, but not its first 2 words');
  });
});
