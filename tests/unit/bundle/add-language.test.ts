/**
 * A language put into a model folder: it loads, is checked, and leaves the rest as it is.
 * @module
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { addLanguage, writeDecoding } from '../../../src/bundle/add-language';
import {
  LEXICON_FILE,
  PRONOUNCER_FILE,
  WORDS_FILE,
  loadBundle,
  verifyBundle,
} from '../../../src/bundle/load-bundle';
import { encodePronouncer } from '../../../src/bundle/pronouncer-file';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodeLexicon } from '../../../src/language/lexicon-file';
import { encodePhones } from '../../../src/text/phones';
import { smallWordModelFile } from '../../support/word-model';
import { SMALL_PRONOUNCER, drawnWeights } from '../language/g2p/small-network';
import { writePhoneBundle } from './phone-bundle';
import { writeSmallBundle } from './small-bundle';

const LEXICON = makeLexicon([{ word: 'bee', phones: encodePhones('B IY') }]);
const PRONOUNCER = encodePronouncer({
  spec: SMALL_PRONOUNCER,
  weights: drawnWeights(SMALL_PRONOUNCER, 1),
});
const FILES = { lexicon: encodeLexicon(LEXICON), words: smallWordModelFile(['bee']) };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-language-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('addLanguage', () => {
  it('adds what loadBundle finds, and keeps weights and card', async () => {
    await writeSmallBundle(folder);
    await writeFile(path.join(folder, 'README.md'), 'card');
    const { weights } = await loadBundle(folder);
    await addLanguage(folder, FILES, { alpha: 0.5 });
    const bundle = await loadBundle(folder);
    expect(bundle.lexicon).toEqual(LEXICON);
    expect(bundle.words!.wordOf(bundle.words!.wordId('bee'))).toBe('bee');
    expect(bundle.manifest.decoding).toEqual({ alpha: 0.5 });
    expect(bundle.weights).toEqual(weights);
    expect((await readdir(folder)).sort()).toEqual([
      'README.md',
      'acoustic.safetensors',
      'lexicon.bin',
      'manifest.json',
      'words.bin',
    ]);
  });

  it('keeps a pronunciation network, which is read when it is asked for', async () => {
    await writePhoneBundle(folder);
    await addLanguage(folder, { ...FILES, pronouncer: PRONOUNCER }, {});
    await addLanguage(folder, FILES, {});
    await writePhoneBundle(folder);
    const { pronouncer } = await loadBundle(folder);
    expect(pronouncer!().spec).toEqual(SMALL_PRONOUNCER);
    await verifyBundle(folder);
  });

  it('notices a pronunciation network that is none', async () => {
    await writePhoneBundle(folder);
    await addLanguage(folder, { ...FILES, pronouncer: PRONOUNCER.subarray(0, 500) }, {});
    await loadBundle(folder);
    await expect(verifyBundle(folder)).rejects.toThrow(UserError);
  });

  it.each([LEXICON_FILE, WORDS_FILE, PRONOUNCER_FILE])(
    'notices one changed byte of %s',
    async (name) => {
      await writeSmallBundle(folder);
      await addLanguage(folder, { ...FILES, pronouncer: PRONOUNCER }, {});
      const bytes = await readFile(path.join(folder, name));
      bytes[bytes.length - 1]! ^= 1;
      await writeFile(path.join(folder, name), bytes);
      await expect(loadBundle(folder)).rejects.toThrow(/is damaged/);
    },
  );

  it('refuses a folder without a model', async () => {
    await expect(addLanguage(folder, FILES, {})).rejects.toThrow(UserError);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('writeDecoding', () => {
  it('changes the options alone', async () => {
    await writeSmallBundle(folder);
    await addLanguage(folder, FILES, { alpha: 0.5, beta: 1 });
    const before = (await loadBundle(folder)).manifest;
    await writeDecoding(folder, { alpha: 0.75 });
    const { manifest } = await loadBundle(folder);
    expect(manifest).toEqual({ ...before, decoding: { alpha: 0.75 } });
  });
});
