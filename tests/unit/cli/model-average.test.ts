/**
 * `skald model average` on tiny models.
 * @module
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { Random } from '../../../src/base/random';
import { addSpeller } from '../../../src/bundle/add-language';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { encodeSpeller } from '../../../src/bundle/speller-file';
import type { WeightArray } from '../../../src/bundle/weights-file';
import { writeBundle } from '../../../src/bundle/write-bundle';
import { runCommandLine } from '../../../src/cli/run';
import { initialWeights } from '../../../src/training/initial-weights';
import { scratchFolder } from '../../support/scratch-folder';
import { manifestFields, SMALL_SPEC, writeSmallBundle } from '../bundle/small-bundle';
import { recordingTerminal } from './recording-terminal';

type Weights = Readonly<Record<string, WeightArray>>;

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

/** Greatest difference of the middle of two weights from a third, in units of what half precision loses of the two. */
function farthest(one: Weights, two: Weights, mean: Weights): number {
  let most = 0;
  for (const [name, { data }] of Object.entries(mean)) {
    data.forEach((w, i) => {
      const [a, b] = [one[name]!.data[i]!, two[name]!.data[i]!];
      const lost = Math.max(Math.abs(a), Math.abs(b)) * 2 ** -11 + 1e-7;
      most = Math.max(most, Math.abs(w - (a + b) / 2) / lost);
    });
  }
  return most;
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
    expect(farthest(one.weights, two.weights, mean.weights)).toBeLessThanOrEqual(1);
  });

  it('averages their spellers too, and refuses where one has none', async () => {
    const spec: AcousticSpec = { ...SMALL_SPEC, inputSize: 6, classes: 29 };
    const weightsOf = (seed: number) => initialWeights(spec, new Random(seed));
    for (const [name, seed] of [
      ['first', 4],
      ['second', 5],
    ] as const) {
      await writeSmallBundle(inFolder(name));
      await addSpeller(inFolder(name), encodeSpeller({ spec, weights: weightsOf(seed) }));
    }
    await writeSmallBundle(inFolder('none'));
    expect((await run('first', 'second', '--out', 'both')).code).toBe(0);
    const found = (await loadBundle(inFolder('both'))).speller!();
    expect(found.spec).toEqual(spec);
    // The files' numbers are rounded before and after.
    expect(farthest(weightsOf(4), weightsOf(5), found.weights)).toBeLessThanOrEqual(2);
    const { code, terminal } = await run('first', 'none', '--out', 'neither');
    expect(code).toBe(1);
    expect(terminal.notes.join()).toContain('kind of speller');
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
