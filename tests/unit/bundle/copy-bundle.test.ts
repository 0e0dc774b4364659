/**
 * Copies of a model with other weights.
 * @module
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addLanguage } from '../../../src/bundle/add-language';
import { copyBundle } from '../../../src/bundle/copy-bundle';
import { loadBundle, verifyBundle } from '../../../src/bundle/load-bundle';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodeLexicon } from '../../../src/language/lexicon-file';
import { estimateTrigram } from '../../../src/language/phone-trigram';
import { scratchFolder } from '../../support/scratch-folder';
import { smallWordModelFile } from '../../support/word-model';
import { writePhoneBundle } from './phone-bundle';

const folder = scratchFolder();
const inFolder = (name: string): string => path.join(folder.path, name);

describe('copyBundle()', () => {
  it('writes other weights; the language and the phone trigram come along', async () => {
    await writePhoneBundle(inFolder('first'), estimateTrigram([Int32Array.of(1, 2)], 39));
    const lexicon = encodeLexicon(makeLexicon([{ word: 'a', phones: Uint8Array.of(1) }]));
    await addLanguage(
      inFolder('first'),
      { lexicon, words: smallWordModelFile(['a']) },
      { alpha: 2 },
    );
    const first = await loadBundle(inFolder('first'));
    const twice = Object.fromEntries(
      Object.entries(first.weights).map(([name, { shape, data }]) => [
        name,
        { shape, data: data.map((w) => 2 * w) },
      ]),
    );
    await copyBundle(first, twice, 'F32', inFolder('made/second'));
    const second = await loadBundle(inFolder('made/second'));
    expect(second.weights).toEqual(twice);
    expect(second.manifest.decoding).toEqual({ alpha: 2 });
    expect(second.phoneTrigram).toEqual(first.phoneTrigram);
    expect(second.lexicon?.words).toEqual(first.lexicon?.words);
    await verifyBundle(inFolder('made/second'));
    expect(readdirSync(inFolder('made/second')).sort()).toEqual(
      readdirSync(inFolder('first')).sort(),
    );
  });

  it('refuses a folder that has something in it', async () => {
    const first = await loadBundle(inFolder('first'));
    await expect(copyBundle(first, first.weights, 'F16', inFolder('first'))).rejects.toThrow(
      'not empty',
    );
  });
});
