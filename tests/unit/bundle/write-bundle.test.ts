/**
 * Writing a model folder: checksums fit, other files stay, nothing staged is left.
 * @module
 */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addLanguage } from '../../../src/bundle/add-language';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodeLexicon } from '../../../src/language/lexicon-file';
import { encodePhones } from '../../../src/text/phones';
import { smallWordModelFile } from '../../support/word-model';
import { writePhoneBundle } from './phone-bundle';
import { writeSmallBundle } from './small-bundle';

describe('writeBundle()', () => {
  it('writes a folder that loads, twice over, and keeps the card', async () => {
    const parent = await mkdtemp(path.join(tmpdir(), 'skald-write-'));
    const folder = path.join(parent, 'model');
    await writeSmallBundle(folder);
    await writeFile(path.join(folder, 'README.md'), 'card');
    await writeSmallBundle(folder);
    expect((await loadBundle(folder)).manifest.name).toBe('small');
    expect(await readdir(parent)).toEqual(['model']);
    expect((await readdir(folder)).sort()).toEqual([
      'README.md',
      'acoustic.safetensors',
      'manifest.json',
    ]);
    await rm(parent, { recursive: true });
  });

  it('keeps the language of a model of phones that is trained further', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'skald-write-'));
    await writePhoneBundle(folder);
    const lexicon = makeLexicon([{ word: 'bee', phones: encodePhones('B IY') }]);
    const files = { lexicon: encodeLexicon(lexicon), words: smallWordModelFile(['bee']) };
    await addLanguage(folder, files, { alpha: 0.5 });
    await writePhoneBundle(folder);
    const bundle = await loadBundle(folder);
    expect(bundle.lexicon).toEqual(lexicon);
    expect(bundle.manifest.decoding).toEqual({ alpha: 0.5 });
    await writeSmallBundle(folder);
    const letters = await loadBundle(folder);
    expect(letters.lexicon).toBeUndefined();
    expect(letters.manifest).not.toHaveProperty('decoding');
    await rm(folder, { recursive: true });
  });
});
