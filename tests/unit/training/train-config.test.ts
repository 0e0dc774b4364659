/**
 * Configs of training runs: paths, and fields that do not fit.
 * @module
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTrainConfig } from '../../../src/training/train-config';

const SHIPPED = path.join(__dirname, '../../../training/english.json');
let folder: string;
let good: Record<string, unknown>;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-config-'));
  good = JSON.parse(await readFile(SHIPPED, 'utf8')) as Record<string, unknown>;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(fields: unknown): ReturnType<typeof readTrainConfig> {
  const file = path.join(folder, 'config.json');
  await writeFile(file, typeof fields === 'string' ? fields : JSON.stringify(fields));
  return readTrainConfig(file);
}

describe('readTrainConfig()', () => {
  it('reads the shipped config and resolves its paths', async () => {
    const changed = {
      train: ['data/m.tsv'],
      runFolder: 'run',
      pronunciation: 'net.bin',
      leaveOut: ['l.tsv'],
    };
    const config = await read({ ...good, ...changed });
    expect(config.pronunciation).toBe(path.join(folder, 'net.bin'));
    expect(config.train).toEqual([path.join(folder, 'data/m.tsv')]);
    expect(config.leaveOut).toEqual([path.join(folder, 'l.tsv')]);
    expect(config.runFolder).toBe(path.join(folder, 'run'));
    expect(config.units).toBe(good['units']);
  });

  it('says that a file is missing or is not JSON', async () => {
    await expect(readTrainConfig(path.join(folder, 'none.json'))).rejects.toThrow(/Cannot read/);
    await expect(read('{')).rejects.toThrow(/does not fit/);
    await expect(read('null')).rejects.toThrow(/must be an object/);
  });

  it.each([
    ['units', 'many'],
    ['units', -1],
    ['dropout', 1],
    ['train', []],
    ['train', [1]],
    ['name', 1],
    ['runFolder', 1],
    ['credit', 'x'],
    ['repeats', []],
    ['repeats', { ljspeech: 'x' }],
    ['augmentation', { speed: 0.1 }],
    ['products', 'float16'],
    ['phoneLoss', 'mmi'],
    ['pronunciation', 1],
    ['noise', 'none'],
    ['cell', 'transformer'],
    ['cell', 'constructor'],
    ['layers', 2.5],
    ['units', 5000],
    ['optimiser', 'adam'],
    ['momentum', 0.9],
    ['schedule', { kind: 'cosine', rate: 1 }],
    ['truncatedBlocks', 0],
    ['surprise', 1],
  ])('names the field %s that does not fit', async (key, value) => {
    await expect(read({ ...good, [key]: value })).rejects.toThrow(/does not fit/);
  });
});
