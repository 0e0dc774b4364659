/**
 * Comparisons: good and bad files, and a small one that is really run.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CancelledError } from '../../../src/base/errors';
import { readComparison, runVariant } from '../../../src/training/comparison';
import { scratchFolder } from '../../support/scratch-folder';
import { writeToneCorpus } from './tone-corpus';

const SHIPPED = path.join(__dirname, '../../../training/comparison.json');
const folder = scratchFolder();
const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

/** The shipped comparison on tones, with networks that are trained in seconds. */
function writeSmall(variants: unknown, more: object = {}): string {
  const { base } = JSON.parse(readFileSync(SHIPPED, 'utf8')) as { base: object };
  const small = {
    ...{ train: ['tones/manifest.tsv'], dev: ['tones/manifest.tsv'], cacheFolder: 'cache' },
    ...{ layers: 1, units: 8, batchSize: 8, shortBatchSize: 8, totalSteps: 3 },
    ...{ evaluateUtterances: 8, evaluateEverySteps: 100, checkpointEverySteps: 100 },
    lexicon: undefined,
  };
  const content = { folder: 'made', base: { ...base, ...small }, variants, ...more };
  return folder.write('comparison.json', JSON.stringify(content));
}

beforeAll(async () => {
  await writeToneCorpus(path.join(folder.path, 'tones'), 1);
});

describe('readComparison()', () => {
  it('reads the shipped one, with paths from its folder', async () => {
    const { folder: made, base, variants } = await readComparison(SHIPPED);
    const root = path.dirname(path.dirname(SHIPPED));
    expect(made).toBe(path.join(root, '.skald/comparison'));
    expect(base['train']).toEqual([path.join(root, 'data/speech/train/manifest.tsv')]);
    expect(base['lexicon']).toBe(path.join(root, 'data/lexicon/cmudict.dict'));
    expect(new Set(variants.map(({ change }) => change['cell']))).toEqual(
      new Set([undefined, 'lstm', 'simple-rnn']),
    );
  });

  it('takes every path of a config from its folder, those of lists too', async () => {
    const base = { rooms: ['hall.flac'], noise: ['hum.flac'], initial: 'model', layers: 2 };
    const variants = [{ name: 'a', change: { initial: 'other', units: 3 } }];
    const read = await readComparison(writeSmall(variants, { base }));
    const own = (name: string): string => path.join(folder.path, name);
    expect(read.base).toEqual({
      rooms: [own('hall.flac')],
      noise: [own('hum.flac')],
      initial: own('model'),
      layers: 2,
    });
    expect(read.variants[0]!.change).toEqual({ initial: own('other'), units: 3 });
  });

  it.each([
    ['no variants', [], {}, 'variants'],
    ['a variant without a name', [{ change: {} }], {}, 'variant 1'],
    ['a name that makes no folder', [{ name: '…', change: {} }], {}, 'variant 1'],
    ['a variant without a change', [{ name: 'a' }], {}, 'variant 1'],
    ['no base', [{ name: 'a', change: {} }], { base: 1 }, 'base'],
    ['no folder', [{ name: 'a', change: {} }], { folder: null }, 'folder'],
  ])('refuses %s', async (_, variants, more, part) => {
    await expect(readComparison(writeSmall(variants, more))).rejects.toThrow(part);
  });

  it('says what cannot be read', async () => {
    await expect(readComparison(folder.write('bad.json', '{'))).rejects.toThrow('bad.json');
    await expect(readComparison(path.join(folder.path, 'none.json'))).rejects.toThrow('none.json');
  });
});

describe('runVariant()', () => {
  it('trains and measures once, and goes on after a stop', async () => {
    const variant = { name: 'One direction', change: { bidirectional: false } };
    const comparison = await readComparison(writeSmall([variant]));
    const stopped = new AbortController();
    const stop = (line: string): void => {
      if (line.startsWith('data:')) stopped.abort();
    };
    await expect(
      runVariant(comparison, variant, { signal: stopped.signal, onProgress: stop }),
    ).rejects.toThrow(CancelledError);
    const lines: string[] = [];
    const onProgress = (line: string): void => void lines.push(line);
    const result = await runVariant(comparison, variant, { ...quiet, onProgress });
    expect(result).toMatchObject({ name: 'One direction', steps: 3 });
    expect(result.errors['characters']).toBeGreaterThan(0);
    expect(result.realTimeFactor).toBeGreaterThan(0);
    // Forward GRU of 120 values in and 8 units, with the bias of its candidate; 28 letters and a blank.
    expect(result.parameters).toBe(3 * 8 * (120 + 8 + 1) + 8 + 9 * 29);
    // Three batches of eight recordings of 0.4 to 1 s.
    expect(result.hours * 3600).toBeGreaterThan(3 * 8 * 0.36);
    expect(result.hours * 3600).toBeLessThan(3 * 8);
    expect(result.processorHours * 3600).toBeGreaterThan(0);
    expect(result.processorHours * 3600).toBeLessThan(120);
    expect(lines.length).toBeGreaterThan(0);
    lines.length = 0;
    expect(await runVariant(comparison, variant, { ...quiet, onProgress })).toEqual(result);
    expect(lines).toEqual([]);
  }, 120_000);

  it('refuses a config that does not fit', async () => {
    const variant = { name: 'wrong', change: { cell: 'transformer' } };
    const comparison = await readComparison(writeSmall([variant]));
    await expect(runVariant(comparison, variant, quiet)).rejects.toThrow('cell must be');
    writeFileSync(path.join(folder.path, 'comparison.json'), '');
  });
});
