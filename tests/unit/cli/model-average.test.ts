/**
 * `skald model average` on tiny models.
 * @module
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { writeBundle } from '../../../src/bundle/write-bundle';
import { runCommandLine } from '../../../src/cli/run';
import { initialWeights } from '../../../src/training/initial-weights';
import { scratchFolder } from '../../support/scratch-folder';
import { manifestFields, SMALL_SPEC } from '../bundle/small-bundle';
import { recordingTerminal } from './recording-terminal';

const folder = scratchFolder();
const inFolder = (name: string): string => path.join(folder.path, name);

beforeAll(async () => {
  const write = (name: string, seed: number, change: object = {}): Promise<void> => {
    const spec = { ...SMALL_SPEC, ...change };
    const fields = { ...manifestFields(), network: spec };
    return writeBundle(inFolder(name), fields, initialWeights(spec, new Random(seed)), 'F32');
  };
  await write('one', 1);
  await write('two', 2);
  await write('wide', 3, { units: 5 });
});

async function run(...args: string[]) {
  const terminal = recordingTerminal(folder.path);
  return { code: await runCommandLine(['model', 'average', ...args], terminal), terminal };
}

describe('skald model average', () => {
  it('writes the mean of the weights', async () => {
    const { code, terminal } = await run('one', 'two', '--out', 'mean');
    expect([code, terminal.output()]).toEqual([0, 'mean: the mean of 2 models\n']);
    const [one, two, mean] = [
      await loadBundle(inFolder('one')),
      await loadBundle(inFolder('two')),
      await loadBundle(inFolder('mean')),
    ];
    for (const [name, { data }] of Object.entries(mean.weights)) {
      data.forEach((w, i) => {
        const exact = (one.weights[name]!.data[i]! + two.weights[name]!.data[i]!) / 2;
        expect(Math.abs(w - exact)).toBeLessThanOrEqual(Math.abs(exact) * 2 ** -11 + 1e-7);
      });
    }
  });

  it.each([
    [['one'], 2, 'two DIRs'],
    [['one', 'two'], 2, '--out'],
    [['one', 'wide', '--out', 'x'], 1, 'wide has another network'],
    [['one', 'two', '--out', 'one'], 1, 'not empty'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.join()).toContain(part);
  });
});
