/**
 * `skald model quantise` on a tiny model.
 * @module
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { runCommandLine } from '../../../src/cli/run';
import { scratchFolder } from '../../support/scratch-folder';
import { writeSmallBundle } from '../bundle/small-bundle';
import { recordingTerminal } from './recording-terminal';

const folder = scratchFolder();
beforeAll(() => writeSmallBundle(path.join(folder.path, 'model')));

async function run(...args: string[]) {
  const terminal = recordingTerminal(folder.path);
  return { code: await runCommandLine(['model', 'quantise', ...args], terminal), terminal };
}

describe('skald model quantise', () => {
  it('writes a model in 8 bits that hears nearly the same weights', async () => {
    const { code, terminal } = await run('model', '--out', 'small');
    expect(code).toBe(0);
    expect(terminal.output()).toMatch(
      /^small: weights in 8 bits, 0\.\d\d MB instead of 0\.\d\d MB\n$/,
    );
    const [exact, small] = [
      await loadBundle(path.join(folder.path, 'model')),
      await loadBundle(path.join(folder.path, 'small')),
    ];
    for (const [name, { data }] of Object.entries(small.weights)) {
      const own = exact.weights[name]!.data;
      const largest = own.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
      data.forEach((w, i) => {
        expect(Math.abs(w - own[i]!)).toBeLessThanOrEqual(largest / 250);
      });
    }
    expect(small.weights).not.toEqual(exact.weights);
  });

  it.each([
    [[], 2, 'DIR'],
    [['model'], 2, '--out'],
    [['model', 'more', '--out', 'x'], 2, '"more"'],
    [['model', '--out', 'x', '--bits', '4'], 2, '--bits'],
    [['gone', '--out', 'x'], 1, 'gone'],
    [['model', '--out', 'model'], 1, 'not empty'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.join()).toContain(part);
  });
});
