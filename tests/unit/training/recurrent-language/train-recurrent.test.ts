/**
 * A training run on a small text: it goes on where it was stopped, and learns.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CancelledError, UserError } from '../../../../src/base/errors';
import {
  trainRecurrent,
  type RecurrentRun,
  type TrainedRecurrent,
} from '../../../../src/training/recurrent-language/train-recurrent';
import { scratchFolder } from '../../../support/scratch-folder';

const scratch = scratchFolder();
const lines = Array.from({ length: 300 }, (_, i) =>
  i % 3 ? 'The sea was calm.' : 'Nobody spoke to him.',
);
scratch.write('a.txt', lines.join('\n'));

function run(folder: string, change: Partial<RecurrentRun> = {}): Promise<TrainedRecurrent> {
  return trainRecurrent({
    ...{ texts: [join(scratch.path, 'a.txt')], every: 1, folder: join(scratch.path, folder) },
    ...{ resume: false, pieces: 70, vectorSize: 6, units: 8, shape: { steps: 4, streams: 3 } },
    ...{ steps: 260, rate: 0.1, seed: 1, products: 'float32' as const },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...change,
  });
}

describe('trainRecurrent', () => {
  it('learns, and gives the same weights when it goes on from its last checkpoint', async () => {
    const whole = await run('whole');
    const log = readFileSync(join(scratch.path, 'whole', 'log.txt'), 'utf8');
    const losses = Array.from(log.matchAll(/loss (\d+\.\d+)/g), ([, loss]) => Number(loss));
    expect(losses).toHaveLength(10);
    expect(losses[0]).toBeGreaterThan(2.5);
    expect(losses.at(-1)).toBeLessThan(2);
    // A checkpoint is written at step 250; a run that ends there goes on from it.
    const controller = new AbortController();
    const stopped = run('parts', {
      signal: controller.signal,
      onProgress: (line) => {
        if (line.startsWith('step 250 ')) controller.abort();
      },
    });
    await expect(stopped).rejects.toThrow(CancelledError);
    const { weights } = await run('parts', { resume: true });
    expect(weights).toEqual(whole.weights);
    expect(whole.heldOut.length).toBeGreaterThan(0);
  });

  it('refuses a text that is shorter than a step, and an empty folder to go on from', async () => {
    await expect(run('short', { shape: { steps: 64, streams: 64 } })).rejects.toThrow(UserError);
    await expect(run('none', { resume: true })).rejects.toThrow(UserError);
  });
});
