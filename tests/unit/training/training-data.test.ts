/**
 * The data of a run, read twice alike.
 * @module
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { loadTensorflow } from '../../../src/tensor/backend';
import { readTrainConfig } from '../../../src/training/train-config';
import { epochBatches, readTrainingData } from '../../../src/training/training-data';
import { NO_SPEECH, writeToneCorpus } from './tone-corpus';

const SHIPPED = path.join(__dirname, '../../../training/english.json');

describe('readTrainingData() and epochBatches()', () => {
  it('give the same examples and batches every time, another order in another epoch', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'skald-data-'));
    await writeToneCorpus(path.join(folder, 'tones'), 3);
    const file = path.join(folder, 'config.json');
    const shipped = JSON.parse(await readFile(SHIPPED, 'utf8')) as { augmentation: object };
    const paths = {
      train: ['tones/manifest.tsv'],
      dev: ['tones/manifest.tsv'],
      augmentation: shipped.augmentation,
      rooms: ['tones/abc-0.wav'],
      silentMinutes: 0.5,
      cacheFolder: 'cache',
    };
    await writeFile(
      file,
      JSON.stringify({
        ...shipped,
        ...NO_SPEECH,
        ...paths,
        evaluateUtterances: 5,
        shortBatchSize: 4,
      }),
    );
    const config = await readTrainConfig(file);
    const tf = await loadTensorflow();
    const options = { signal: new AbortController().signal, onProgress: () => undefined };
    const data = await readTrainingData(tf, config, options);
    expect(data.report.train.used).toBe(36);
    expect(data.development).toHaveLength(5);
    const silent = data.recordings.filter((recording) => recording.silent);
    expect(data.recordings).toHaveLength(36 + silent.length);
    const heard = data.hear([data.recordings[0]!, silent[0]!], new Random(1));
    expect(heard.map((example) => example.silent)).toEqual([undefined, true]);
    // Targets by step follow the speed at which a recording is heard: each step its own number here.
    const { stepCount } = data.recordings[0]!;
    const targets = Uint8Array.from({ length: stepCount }, (_, step) => step);
    for (let seed = 0; seed < 8; seed++) {
      const [example] = data.hear([{ ...data.recordings[0]!, targets }], new Random(seed));
      expect(example!.targets).toHaveLength(example!.stepCount);
      expect(Math.abs(example!.targets!.at(-1)! - (stepCount - 1))).toBeLessThan(2);
    }
    // With consistency all are heard, and all again: as long, but otherwise.
    const twice = await readTrainingData(tf, { ...config, consistency: 0.2 }, options);
    const pairs = twice.hear([data.recordings[0]!, data.recordings[5]!], new Random(1));
    expect(pairs).toHaveLength(4);
    for (const i of [0, 1]) {
      expect(pairs[i]!.stepCount).toBe(pairs[i + 2]!.stepCount);
      expect(pairs[i]!.labels).toEqual(pairs[i + 2]!.labels);
      expect(pairs[i]!.steps).not.toEqual(pairs[i + 2]!.steps);
    }
    // A room is read like any recording: a missing one is told by its path.
    const roomless = { ...config, rooms: [path.join(folder, 'none.flac')] };
    await expect(readTrainingData(tf, roomless, options)).rejects.toThrow(/none\.flac/);
    const order = (epoch: number): number[] =>
      epochBatches(data.recordings, config, epoch).map((batch) =>
        data.recordings.indexOf(batch[0]!),
      );
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    // Too few recordings are told at once: no epoch would ever give a batch.
    const large = { ...config, batchSize: 1000, shortBatchSize: 1000 };
    expect(() => epochBatches(data.recordings, large, 0)).toThrow(
      /^\d+ recordings do not fill a batch/,
    );
    const list = path.join(folder, 'left-out.tsv');
    await writeFile(list, 'file\treason\ntones/abc-0.wav\tnoise\ngone.wav\tnoise\n');
    const fewer = await readTrainingData(tf, { ...config, leaveOut: [list] }, options);
    expect(fewer.report.train).toMatchObject({ used: 35, leftOut: 1 });
    expect(data.report.train.leftOut).toBe(0);
    // A list whose paths fit nothing is told: it would leave nothing out without a word.
    const lines: string[] = [];
    await writeFile(list, 'file\treason\ngone.wav\tnoise\n');
    const telling = { ...options, onProgress: (line: string) => lines.push(line) };
    await readTrainingData(tf, { ...config, leaveOut: [list] }, telling);
    expect(lines.join()).toContain('leaveOut names 1 recordings, none of them in the manifests');
    await rm(folder, { recursive: true });
  });
});
