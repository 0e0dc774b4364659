/**
 * `skald model memory` on a stand-in network: as much audio as was asked for, told by stretch.
 * @module
 */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { endlessSource } from '../../../src/cli/model-memory';
import { readManifest } from '../../../src/training/manifest';
import { phoneModel } from './phone-model';

vi.mock('../../../src/recognizer/recognizer', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  createRecognizer: vi.fn(),
}));

const model = phoneModel();
const run = (...args: string[]) => model.run('memory', ...args);

describe('endlessSource', () => {
  it('repeats recordings until the time is over', async () => {
    const rows = await readManifest(join(model.folder, 'two.tsv'));
    const samples: number[] = [];
    for await (const block of endlessSource(rows, 9.5).blocks()) samples.push(...block);
    expect(samples).toHaveLength(9.5 * 16_000);
    const once = 4 * 16_000;
    expect(samples.slice(2 * once)).toEqual(samples.slice(0, samples.length - 2 * once));
  });
});

describe('skald model memory', () => {
  it.each([
    [2, []],
    [1, ['--stream']],
  ])('tells the most memory of each of %i minutes %j', async (minutes, options) => {
    const args = ['--manifest', 'one.tsv', '--minutes', String(minutes), '--every', '1', '--json'];
    const { code, terminal } = await run('model', ...args, ...options);
    expect(code).toBe(0);
    const report = JSON.parse(terminal.output()) as { peakMb: number[]; words: number };
    expect(report).toMatchObject({ minutes, every: 1, stream: options.length > 0 });
    expect(report.peakMb).toHaveLength(minutes);
    expect(Math.min(...report.peakMb)).toBeGreaterThan(1);
    expect(report.words).toBeGreaterThanOrEqual(model.said.split(' ').length);
  });

  it('writes a table', async () => {
    const { terminal } = await run('model', '--manifest', 'one.tsv', '--minutes', '1');
    expect(terminal.output()).toMatch(/^1 minutes, \d+ words, .*:\n +0 +\d+ MB\n$/);
  });

  it.each([
    [[], 2, 'DIR'],
    [['model'], 2, '--manifest'],
    [['model', 'more', '--manifest', 'one.tsv'], 2, '"more"'],
    [['model', '--manifest', 'one.tsv', '--every', '0'], 2, '--every'],
    [['model', '--manifest', 'one.tsv', '--minutes', '0'], 2, '--minutes'],
    [['model', '--manifest', 'broken.tsv', '--minutes', '1'], 1, 'gone.wav'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.join()).toContain(part);
  });
});
