/**
 * From files to a model.
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildNgrams, type TextSource } from '../../../src/language/build-ngrams';
import { encodeNgrams } from '../../../src/language/ngram-encoding';
import { inFolder, SENTENCES } from './tiny-model';

const SETTINGS = { order: 3, vocabulary: 100, cutOffs: [0], prune: 0, holdOut: 0 };
const sources = (files: readonly string[]): TextSource[] =>
  files.map((file) => ({ part: 'text', file }));

describe('buildNgrams', () => {
  it('reads files as they are spoken and says what it does', async () => {
    await inFolder(async (folder) => {
      const texts = ['a', 'b'].map((name) => join(folder, `${name}.txt`));
      writeFileSync(texts[0]!, 'Mr. Cat sat. The cat ran.\n');
      writeFileSync(texts[1]!, 'In 1776 the cat sat.\n');
      const steps: string[] = [];
      const { model, words } = await buildNgrams({ ...SETTINGS, texts: sources(texts) }, (what) =>
        steps.push(what),
      );
      expect(words).toBe(13);
      expect(model.words).toEqual(expect.arrayContaining(['mister', 'seventeen', 'sat']));
      expect(steps).toEqual(expect.arrayContaining([`reading ${texts[1]!}`, 'text: counting 3-grams']));
    });
  });

  it('prunes until the file is small enough', async () => {
    await inFolder(async (folder) => {
      const text = join(folder, 'a.txt');
      writeFileSync(text, SENTENCES.join('\n'));
      const settings = { ...SETTINGS, texts: sources([text]) };
      const whole = encodeNgrams((await buildNgrams(settings, () => undefined)).model).length;
      const maximumBytes = whole - 50;
      const { model, prune } = await buildNgrams({ ...settings, maximumBytes }, () => undefined);
      expect(encodeNgrams(model).length).toBeLessThanOrEqual(maximumBytes);
      expect(prune).toBeGreaterThan(0);
    });
  });
});
