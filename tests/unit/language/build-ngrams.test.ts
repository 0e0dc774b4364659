/**
 * From files to a model.
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  buildNgrams,
  type BuildSettings,
  type BuiltModel,
  type TextSource,
} from '../../../src/language/build-ngrams';
import { encodeNgrams } from '../../../src/language/ngram-encoding';
import { inFolder, SENTENCES } from './tiny-model';

const SETTINGS = {
  order: 3,
  vocabulary: 100,
  cutOffs: [0],
  prune: 0,
  holdOut: 0,
  sizes: [Infinity],
};
const sources = (files: readonly string[]): TextSource[] =>
  files.map((file) => ({ part: 'text', file }));

async function allOf(
  settings: BuildSettings,
  onStep: (what: string) => void = () => undefined,
): Promise<BuiltModel[]> {
  const models: BuiltModel[] = [];
  for await (const model of buildNgrams(settings, onStep)) models.push(model);
  return models;
}

const built = async (...args: Parameters<typeof allOf>): Promise<BuiltModel> =>
  (await allOf(...args))[0]!;

describe('buildNgrams', () => {
  it('reads files as they are spoken and says what it does', async () => {
    await inFolder(async (folder) => {
      const texts = ['a', 'b'].map((name) => join(folder, `${name}.txt`));
      writeFileSync(texts[0]!, 'Mr. Cat sat. The cat ran.\n');
      writeFileSync(texts[1]!, 'In 1776 the cat sat.\n');
      const steps: string[] = [];
      const { model, words } = await built({ ...SETTINGS, texts: sources(texts) }, (what) => {
        steps.push(what);
      });
      expect(words).toBe(13);
      expect(model.words).toEqual(expect.arrayContaining(['mister', 'seventeen', 'sat']));
      expect(steps).toEqual(
        expect.arrayContaining([`reading ${texts[1]!}`, 'text: counting 3-grams']),
      );
    });
  });

  it('reads only the beginning of each file, and all of it afterwards', async () => {
    await inFolder(async (folder) => {
      const texts = ['a', 'b'].map((name) => join(folder, `${name}.txt`));
      for (const text of texts) writeFileSync(text, 'The cat sat.\nIt ran.\nThe end.\n');
      const settings = { ...SETTINGS, texts: sources(texts), folder: join(folder, 'kept') };
      expect((await built({ ...settings, wordsPerText: 4 })).words).toBe(10);
      expect((await built(settings)).words).toBe(14);
    });
  });

  it('prunes until the file is small enough', async () => {
    await inFolder(async (folder) => {
      const text = join(folder, 'a.txt');
      writeFileSync(text, SENTENCES.join('\n'));
      const settings = { ...SETTINGS, texts: sources([text]) };
      const whole = encodeNgrams((await built(settings)).model).length;
      const { model, prune } = await built({ ...settings, sizes: [whole - 50] });
      expect(encodeNgrams(model).length).toBeLessThanOrEqual(whole - 50);
      expect(prune).toBeGreaterThan(0);
    });
  });

  it('mixes kinds of text by what is held out, and gives a model for each size', async () => {
    await inFolder(async (folder) => {
      const texts = ['books', 'talk'].map((part) => ({ part, file: join(folder, `${part}.txt`) }));
      writeFileSync(texts[0]!.file, 'The cat sat.\nThe dog sat on the mat.\n'.repeat(20));
      writeFileSync(texts[1]!.file, 'So there it is.\nIs it so there?\n'.repeat(20));
      const kept = join(folder, 'kept');
      const keeps = (word: string): boolean => word !== 'dog';
      const settings = { ...SETTINGS, texts, holdOut: 0.2, folder: kept, keeps };
      const steps: string[] = [];
      const note = (what: string): void => {
        steps.push(what);
      };
      const [large, small] = await allOf({ ...settings, sizes: [Infinity, 4400] }, note);
      expect(large!.model.words).not.toContain('dog');
      expect(large!.parts.map(({ part }) => part)).toEqual(['books', 'talk']);
      for (const { weight, heldOut } of large!.parts) {
        expect(weight).toBeGreaterThan(0.1);
        expect(heldOut.words).toBeGreaterThan(10);
        expect(heldOut.perplexity).toBeLessThan(6);
      }
      expect(encodeNgrams(small!.model).length).toBeLessThanOrEqual(4400);
      expect(small!.model.words).toEqual(large!.model.words);
      steps.length = 0;
      expect((await built(settings, note)).model).toEqual(large!.model);
      expect(steps.filter((step) => /reading|counting/.test(step))).toEqual([]);
    });
  });
});
