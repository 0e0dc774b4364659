/**
 * A training run on tones: it learns, and goes on where it was stopped.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CancelledError, UserError } from '../../../../src/base/errors';
import { encodeSpeller } from '../../../../src/bundle/speller-file';
import {
  trainSpeller,
  type SpellerRun,
  type TrainedSpeller,
} from '../../../../src/training/speller/train-speller';
import { loadTensorflow } from '../../../../src/tensor/backend';
import { scratchFolder } from '../../../support/scratch-folder';
import { writeSmallBundle } from '../../bundle/small-bundle';
import { writeSpellerCorpus } from './speller-corpus';

const scratch = scratchFolder();
const inFolder = (name: string): string => path.join(scratch.path, name);
beforeAll(() => writeSpellerCorpus(scratch.path));

function run(folder: string, change: Partial<SpellerRun> = {}): Promise<TrainedSpeller> {
  return trainSpeller({
    ...{ configFile: inFolder('config.json'), model: inFolder('model') },
    ...{ texts: [inFolder('text.txt')], folder: inFolder(folder), resume: false, layers: 1 },
    ...{ units: 6, batchSize: 4, steps: 45, rate: 0.02, recordedShare: 0.5, dropout: 0.1, seed: 1 },
    ...{ products: 'float32' as const, signal: new AbortController().signal },
    onProgress: () => undefined,
    ...change,
  });
}

describe('trainSpeller()', () => {
  it('learns, and gives the same weights when it goes on from where it was stopped', async () => {
    const whole = await run('whole');
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const log = readFileSync(inFolder('whole/log.txt'), 'utf8');
    const losses = Array.from(log.matchAll(/loss (\d+\.\d+)/g), ([, loss]) => Number(loss));
    expect(losses).toHaveLength(2);
    expect(losses[1]).toBeLessThan(losses[0]!);
    expect(log).toContain('step 45 of 45 development letters');
    expect(whole.developmentErrors).toBeGreaterThanOrEqual(0);
    const controller = new AbortController();
    const stopped = run('parts', {
      signal: controller.signal,
      onProgress: (line) => {
        if (line.startsWith('step 20 ')) controller.abort();
      },
    });
    await expect(stopped).rejects.toThrow(CancelledError);
    const { weights, spec } = await run('parts', { resume: true });
    expect(weights).toEqual(whole.weights);
    expect(spec).toEqual(whole.spec);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('begins with the weights of a speller, if it has the same sizes', async () => {
    const first = await run('first', { steps: 30 });
    const initial = inFolder('first.safetensors');
    writeFileSync(initial, encodeSpeller(first));
    const firstLoss = (folder: string): number =>
      Number(/loss (\d+\.\d+)/.exec(readFileSync(inFolder(`${folder}/log.txt`), 'utf8'))![1]);
    await run('second', { initial, steps: 20, rate: 1e-6 });
    expect(firstLoss('second')).toBeLessThan(0.8 * firstLoss('first'));
    const other = run('third', { initial, units: 7 });
    await expect(other).rejects.toThrow('1 layers of 6 units');
    await expect(run('fourth', { initial: inFolder('gone') })).rejects.toThrow('gone');
  });

  it('refuses a model without phones, and an empty folder to go on from', async () => {
    await writeSmallBundle(inFolder('letters'));
    await expect(run('x', { model: inFolder('letters') })).rejects.toThrow(UserError);
    await expect(run('y', { resume: true })).rejects.toThrow('checkpoint');
  });
});
