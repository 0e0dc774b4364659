/**
 * Real training runs, tiny ones: from recordings to a bundle that recognises, and exact resume.
 * @module
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAcousticNetwork } from '../../../src/acoustic/open-network';
import { readAudioFile } from '../../../src/audio/decode-file';
import { CancelledError } from '../../../src/base/errors';
import { matrix } from '../../../src/base/matrix';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { greedyDecode } from '../../../src/decoder/greedy';
import { STEP_SIZE } from '../../../src/features/definition';
import { LiveMfcc } from '../../../src/features/live-mfcc';
import { RunningMean } from '../../../src/features/running-mean';
import { StepStacker } from '../../../src/features/step-stacker';
import { decode } from '../../../src/text/alphabet';
import { readHistory } from '../../../src/training/run-history';
import { train } from '../../../src/training/train';
import { NO_SPEECH, writeToneCorpus } from './tone-corpus';

const SHIPPED = path.join(__dirname, '../../../training/english.json');
const FLAT = { kind: 'constant', rate: 0.02 };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skald-train-'));
  await writeToneCorpus(path.join(folder, 'tones'), 4);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writeConfig(name: string, change: object): Promise<string> {
  const shipped = JSON.parse(await readFile(SHIPPED, 'utf8')) as object;
  const file = path.join(folder, `${name}.json`);
  const config = {
    ...shipped,
    name,
    train: ['tones/manifest.tsv'],
    dev: ['tones/manifest.tsv'],
    layers: 1,
    units: 24,
    batchSize: 8,
    shortBatchSize: 8,
    rate: 0.02,
    warmUpSteps: 5,
    totalSteps: 90,
    checkpointEverySteps: 20,
    evaluateEverySteps: 45,
    evaluateUtterances: 16,
    dropout: 0.1,
    ...NO_SPEECH,
    products: 'float32',
    runFolder: `${name}-run`,
    bundleFolder: `${name}-bundle`,
    cacheFolder: 'cache',
    ...change,
  };
  await writeFile(file, JSON.stringify(config));
  return file;
}

/** What a bundle hears in a recording, by the live front end. */
async function hear(bundleFolder: string, file: string): Promise<string> {
  const bundle = await loadBundle(bundleFolder);
  const network = await openAcousticNetwork(bundle.spec, bundle.weights);
  const mean = new RunningMean(bundle.statistics);
  const stacker = new StepStacker();
  const rows = new LiveMfcc().accept(await readAudioFile(file)).flatMap((frame) => {
    mean.normalise(frame);
    const row = stacker.accept(frame);
    return row ? Array.from(row) : [];
  });
  const steps = matrix(rows.length / STEP_SIZE, STEP_SIZE, Float32Array.from(rows));
  const text = decode(greedyDecode(network.forward(steps)).units);
  network.close();
  return text;
}

describe('train()', () => {
  it('learns letters from recordings and writes a bundle that hears them', async () => {
    const lines: string[] = [];
    await train({
      configFile: await writeConfig('tones', {}),
      signal: new AbortController().signal,
      onProgress: (line) => lines.push(line),
    });
    const scores = lines.flatMap((l) => /errors (\d+\.\d+) %/.exec(l)?.slice(1).map(Number) ?? []);
    expect(scores.at(-1)).toBeLessThan(10);
    const heard = [];
    for (const word of ['abc', 'cab', 'ba']) {
      heard.push(
        await hear(path.join(folder, 'tones-bundle'), path.join(folder, `tones/${word}-0.wav`)),
      );
    }
    expect(heard).toEqual(['abc', 'cab', 'ba']);
    const history = await readHistory(path.join(folder, 'tones-run'));
    expect(history.records).toHaveLength(90);
    expect(Object.keys(history.records[0]!.normsByLayer)).toContain('layer0');
    expect(history.records[89]!.development['characters']).toBeLessThan(0.1);
    expect((await readdir(path.join(folder, 'tones-bundle/training'))).sort()).toEqual([
      'config.json',
      'log.txt',
    ]);
  }, 180_000);

  it('learns phones step by step from excerpts, as a model that learned by CTC aligns them', async () => {
    const says = { a: 'AA', b: 'B', c: 'S' } as const;
    const words = ['a', 'b', 'c', 'ab', 'ba', 'ca', 'bc', 'abc', 'cab', 'bca', 'acb', 'cbc'];
    const phones = (word: string): string =>
      Array.from(word, (letter) => says[letter as keyof typeof says]).join(' ');
    const lexicon = words.map((word) => `${word} ${phones(word)}\n`).join('');
    await writeFile(path.join(folder, 'tones.dict'), lexicon);
    const lines: string[] = [];
    const onProgress = (line: string): void => void lines.push(line);
    const signal = new AbortController().signal;
    const shared = { lexicon: 'tones.dict', dropout: 0, evaluateEverySteps: 100 };
    const aligner = await writeConfig('aligner', { ...shared, totalSteps: 70 });
    await train({ configFile: aligner, signal, onProgress });
    // Another size: nothing but biases and the alignment comes from the model that aligns.
    const change = { initial: 'aligner-bundle', units: 20, totalSteps: 50, shortBatchSize: 24 };
    const byStep = await writeConfig('by-step', {
      ...{ ...shared, ...change, phoneLoss: 'frames', characterWeight: 0 },
      excerpts: { seconds: [0.3, 0.5] },
    });
    await train({ configFile: byStep, signal, onProgress });
    const { records } = await readHistory(path.join(folder, 'by-step-run'));
    expect(records[0]!.loss).toBeGreaterThan(2);
    expect(records[49]!.loss).toBeLessThan(0.5);
    const errors = lines.flatMap((l) => /phones errors (\d+\.\d+)/.exec(l)?.slice(1) ?? []);
    expect(errors).toHaveLength(2);
    expect(Number(errors[1])).toBeLessThan(10);
    // CTC goes on from there, far below where it began at random weights.
    const further = { ...change, initial: 'by-step-bundle', totalSteps: 1, characterWeight: 0 };
    const onward = await writeConfig('onward', { ...shared, ...further });
    await train({ configFile: onward, signal, onProgress });
    const firstLoss = async (name: string): Promise<number> =>
      (await readHistory(path.join(folder, `${name}-run`))).records[0]!.loss;
    expect(await firstLoss('onward')).toBeLessThan((await firstLoss('aligner')) / 10);
    // Cross entropy by step may count beside it, by the same alignment.
    const beside = await writeConfig('beside', { ...shared, ...further, frameWeight: 2 });
    await train({ configFile: beside, signal, onProgress });
    const byStepLoss = ((await firstLoss('beside')) - (await firstLoss('onward'))) / 2;
    expect(byStepLoss).toBeGreaterThan(1e-4);
    expect(byStepLoss).toBeLessThan(1);
  }, 180_000);

  it('refuses to keep layers that the model to start from does not have so', async () => {
    const change = { initial: 'tones-bundle', layers: 2, units: 20, fixedLayers: 1 };
    const configFile = await writeConfig('misfit', change);
    const quiet = { signal: new AbortController().signal, onProgress: () => undefined };
    await expect(train({ configFile, ...quiet })).rejects.toThrow(
      /has no layer0\/forward\/kernel of this size, which fixedLayers keeps/,
    );
  }, 180_000);

  it('puts the mean of the last weights into the bundle and tells how it does', async () => {
    const lines: string[] = [];
    const onProgress = (line: string): void => void lines.push(line);
    const signal = new AbortController().signal;
    // The runs are alike step by step: the weights that are averaged are those that shorter runs end with.
    const change = { totalSteps: 11, checkpointEverySteps: 100, evaluateEverySteps: 100 };
    const weightsOf = async (name: string, steps: number, share?: number) => {
      const configFile = await writeConfig(name, {
        ...change,
        totalSteps: steps,
        schedule: FLAT,
        averagedShare: share,
      });
      await train({ configFile, signal, onProgress });
      return (await loadBundle(path.join(folder, `${name}-bundle`))).weights;
    };
    const [ten, eleven] = [await weightsOf('ten', 10), await weightsOf('eleven', 11)];
    const mean = await weightsOf('mean', 11, 0.5);
    for (const [name, { data }] of Object.entries(mean)) {
      for (const [i, w] of data.entries()) {
        const [a, b] = [ten[name]!.data[i]!, eleven[name]!.data[i]!];
        // Bundles hold 16-bit numbers: each of the three is rounded to 11 binary digits.
        const rounding = (Math.abs(a) + Math.abs(b) + Math.abs(w)) * 2 ** -11 + 1e-6;
        expect(Math.abs(w - (a + b) / 2)).toBeLessThan(rounding);
      }
    }
    expect(mean).not.toEqual(eleven);
    expect(lines.filter((line) => line.startsWith('mean of 2 weights, step 11'))).toHaveLength(1);
  }, 180_000);

  it.each([
    ['', {}],
    [
      ' by SGD in chunks of an LSTM with a schedule',
      {
        ...{ cell: 'lstm', optimiser: 'sgd', momentum: 0.9, clipValue: 0.1, l2: 1e-4 },
        ...{ rate: undefined, warmUpSteps: undefined, decayShare: undefined, beta1: undefined },
        schedule: { kind: 'cosine', rate: 0.01, totalSteps: 14, least: 0 },
        chunks: { chunk: 1, context: 1 },
        watchEverySteps: 2,
      },
    ],
    // From step 5 on: the mean begins before the run is halted, and ends behind it.
    [' with the mean of the last weights', { averagedShare: 0.7, totalSteps: 21 }],
    // On top of the layer that 'tones' learned, which stays.
    [
      ' above a fixed layer, with the mean of the last weights',
      { initial: 'tones-bundle', layers: 2, fixedLayers: 1, averagedShare: 0.7, totalSteps: 21 },
    ],
    [' with convolutions', { filters: 3 }],
  ])(
    'goes on bit for bit after a cancelled run%s',
    async (_, change) => {
      const short = { totalSteps: 14, evaluateEverySteps: 100, ...change };
      const quiet = { signal: new AbortController().signal, onProgress: () => undefined };
      await train({ configFile: await writeConfig('straight', short), ...quiet });
      const configFile = await writeConfig('halted', short);
      // Fires before the eighth step, wherever the machine is by then.
      let stepsAsked = -Infinity;
      const signal = {
        get aborted() {
          return ++stepsAsked > 7;
        },
      } as AbortSignal;
      const onProgress = (line: string): void => {
        if (line.startsWith('data:')) stepsAsked = 0;
      };
      await expect(train({ configFile, signal, onProgress })).rejects.toThrow(CancelledError);
      const runFolder = path.join(folder, 'halted-run');
      await train({ configFile, resume: runFolder, ...quiet });
      const weights = (name: string): Promise<Buffer> =>
        readFile(path.join(folder, `${name}-bundle/acoustic.safetensors`));
      expect((await weights('halted')).equals(await weights('straight'))).toBe(true);
    },
    180_000,
  );
});
