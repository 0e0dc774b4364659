/**
 * Writing a model folder: checksums fit, other files stay, nothing staged is left.
 * @module
 */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addLanguage } from '../../../src/bundle/add-language';
import { loadBundle, PHONE_TRIGRAM_FILE } from '../../../src/bundle/load-bundle';
import { estimateTrigram } from '../../../src/language/phone-trigram';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodeLexicon } from '../../../src/language/lexicon-file';
import { encodePhones } from '../../../src/text/phones';
import { smallWordModelFile } from '../../support/word-model';
import { writePhoneBundle } from './phone-bundle';
import { writeSmallBundle } from './small-bundle';

describe('writeBundle() with a phone trigram', () => {
  const trigram = estimateTrigram([[0, 5, 38], [7]], 39);

  it('keeps it to half precision, and takes it away when the model is trained without one', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'skald-write-'));
    await writePhoneBundle(folder, trigram);
    const { phoneTrigram } = await loadBundle(folder);
    expect(phoneTrigram?.units).toBe(39);
    trigram.probabilities.forEach((p, i) => {
      expect(Math.abs(phoneTrigram!.probabilities[i]! - p)).toBeLessThan(0.001 * p + 1e-7);
    });
    await writePhoneBundle(folder);
    expect(await loadBundle(folder)).not.toHaveProperty('phoneTrigram');
    expect(await readdir(folder)).not.toContain(PHONE_TRIGRAM_FILE);
    await rm(folder, { recursive: true });
  });

  it('refuses probabilities that are none, and a trigram beside a network without phones', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'skald-write-'));
    const wrong = { ...trigram, probabilities: trigram.probabilities.map(() => -1) };
    await writePhoneBundle(folder, wrong);
    await expect(loadBundle(folder)).rejects.toThrow(/from 0 to 1/);
    await writeSmallBundle(folder, trigram);
    await expect(loadBundle(folder)).rejects.toThrow(/no phones/);
    await rm(folder, { recursive: true });
  });
});

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
