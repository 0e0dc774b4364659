/**
 * A training run on a small lexicon: it goes on where it was stopped, and writes what it promises.
 * @module
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancelledError, UserError } from '../../../../src/base/errors';
import type { PronouncerFile } from '../../../../src/bundle/pronouncer-file';
import {
  firstPronouncerWeights,
  readSplit,
  trainPronouncer,
} from '../../../../src/training/g2p/train-pronouncer';
import { Random } from '../../../../src/base/random';
import { SMALL_PRONOUNCER } from '../../language/g2p/small-network';

let folder: string;
let lexiconFile: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-train-'));
  lexiconFile = path.join(folder, 'lexicon');
  const lines = Array.from('bdfgklmnprstvz', (letter) => [
    `${letter}an ${letter.toUpperCase()} AE1 N`,
    `${letter}an(2) ${letter.toUpperCase()} AA1 N`,
    `4${letter} F AO1 R`,
  ]);
  await writeFile(lexiconFile, lines.flat().join('\n'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(
  name: string,
  change: { resume?: boolean; signal?: AbortSignal; onProgress?: (line: string) => void } = {},
): Promise<PronouncerFile> {
  return trainPronouncer({
    lexiconFile,
    runFolder: path.join(folder, name),
    resume: false,
    epochs: 52,
    seed: 1,
    spec: SMALL_PRONOUNCER,
    products: 'float32',
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...change,
  });
}

describe('trainPronouncer()', () => {
  it('gives the same weights when it was stopped and goes on, and tells its loss', async () => {
    const whole = await run('whole');
    const controller = new AbortController();
    const stopped = run('parts', {
      signal: controller.signal,
      onProgress: (line) => {
        if (line.startsWith('step 50')) controller.abort();
      },
    });
    await expect(stopped).rejects.toThrow(CancelledError);
    const { weights } = await run('parts', { resume: true });
    expect(weights).toEqual(whole.weights);
    const log = await readFile(path.join(folder, 'whole', 'log.txt'), 'utf8');
    expect(log).toMatch(/^26 pronunciations to learn from, 1 words held out, 52 steps; seed 1\n/);
    expect(log).toMatch(/\nstep 50 epoch 49 loss \d\.\d{4} /);
  });

  it('has nothing to go on from in an empty folder', async () => {
    await expect(run('none', { resume: true })).rejects.toThrow(UserError);
  });
});

describe('readSplit()', () => {
  it('leaves out words with signs that no text has', async () => {
    const { training, heldOut } = await readSplit(lexiconFile, 1);
    const words = [...training.map(({ word }) => word), ...heldOut.keys()];
    expect(new Set(words).size).toBe(14);
    expect(words.every((word) => /^[a-z]an$/.test(word))).toBe(true);
  });

  it('names a lexicon that is not there', async () => {
    await expect(readSplit(path.join(folder, 'gone'), 1)).rejects.toThrow(/Cannot read lexicon/);
  });
});

describe('firstPronouncerWeights()', () => {
  it('draws by its seed, within bounds', () => {
    const drawn = firstPronouncerWeights(SMALL_PRONOUNCER, new Random(1));
    expect(firstPronouncerWeights(SMALL_PRONOUNCER, new Random(1))).toEqual(drawn);
    const largest = Math.max(...drawn['first/forward/kernel']!.data.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(1 / Math.sqrt(SMALL_PRONOUNCER.decoderUnits));
    expect(largest).toBeGreaterThan(0.1);
  });
});
