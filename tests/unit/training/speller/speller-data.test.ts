/**
 * What a run reads: a text, recordings and development recordings, as the network hears them.
 * @module
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { spellerInputSize } from '../../../../src/acoustic/speller';
import { UserError } from '../../../../src/base/errors';
import { loadBundle } from '../../../../src/bundle/load-bundle';
import { readSpellerData, type SpellerData } from '../../../../src/training/speller/speller-data';
import { scratchFolder } from '../../../support/scratch-folder';
import { writeSpellerCorpus } from './speller-corpus';

const scratch = scratchFolder();
const inFolder = (name: string): string => path.join(scratch.path, name);
beforeAll(() => writeSpellerCorpus(scratch.path));

async function read(config: string, lines: string[] = []): Promise<SpellerData> {
  const sources = {
    ...{ configFile: inFolder(config), texts: [inFolder('text.txt')], folder: scratch.path },
    ...{ seed: 1, signal: new AbortController().signal, onProgress: () => undefined },
  };
  return readSpellerData(sources, await loadBundle(inFolder('model')), (line) => lines.push(line));
}

describe('readSpellerData()', () => {
  it('reads and hears all of it, and says how much', async () => {
    const lines: string[] = [];
    const { material, development } = await read('config.json', lines);
    expect(lines.at(-2)).toBe('270 words and ends of sentences');
    expect(lines.at(-1)).toMatch(/^48 recordings heard, \d+ steps$/);
    expect(material.bank.recordings).toHaveLength(48);
    expect(development).toHaveLength(8);
    for (const { steps, stepCount, labels } of development) {
      expect(steps.length).toBe(stepCount * spellerInputSize(40, 3));
      expect(labels.length).toBeGreaterThan(0);
    }
  });

  it('needs a lexicon', async () => {
    await expect(read('no-lexicon.json')).rejects.toThrow(UserError);
    await expect(read('lost-lexicon.json')).rejects.toThrow(UserError);
  });
});
