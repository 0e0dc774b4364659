/**
 * `skald model tune` on a stand-in network whose phones are known.
 * @module
 */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { createRecognizer } from '../../../src/recognizer/recognizer';
import { phoneModel } from './phone-model';

vi.mock('../../../src/recognizer/recognizer', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  createRecognizer: vi.fn(),
}));

const model = phoneModel();
const run = (...args: string[]) => model.run('tune', ...args);

describe('skald model tune', () => {
  it('reports errors before and after, and of each half with the weights of the other', async () => {
    const { code, terminal } = await run('model', '--manifest', 'two.tsv', '--json');
    expect(code).toBe(0);
    const words = model.said.split(' ').length;
    expect(words).toBeGreaterThan(1);
    const report = JSON.parse(terminal.output()) as Record<string, unknown>;
    expect(report).toMatchObject({
      recordings: 2,
      before: { weights: { alpha: 5 }, wer: 1 / (2 * words + 1) },
      heldOutWer: 1 / (2 * words + 1),
    });
    expect(report['tried']).toBeGreaterThan(4);
    // Each recording is heard once, however many weights are tried.
    expect(vi.mocked(createRecognizer)).toHaveBeenCalledTimes(1);
  });

  it('writes the best weights into the model only where that is asked', async () => {
    const before = (await loadBundle(join(model.folder, 'model'))).manifest;
    await run('model', '--manifest', 'two.tsv');
    expect((await loadBundle(join(model.folder, 'model'))).manifest).toEqual(before);
    const { terminal } = await run('model', '--manifest', 'two.tsv', '--width', '50', '--write');
    expect(terminal.output()).toMatch(/^best for all +\d+\.\d\d/m);
    const { decoding, ...others } = (await loadBundle(join(model.folder, 'model'))).manifest;
    const { decoding: old, ...unchanged } = before;
    expect(others).toEqual(unchanged);
    expect(decoding).toMatchObject({ alpha: old!.alpha, width: 50, priorScale: 0 });
  });

  it('names a recording that cannot be read, takes the others, and exits 1', async () => {
    const { code, terminal } = await run('model', '--manifest', 'broken.tsv', '--json');
    expect(code).toBe(1);
    expect(terminal.notes).toEqual([expect.stringContaining('gone.wav')]);
    expect(JSON.parse(terminal.output())).toMatchObject({ recordings: 2 });
  });

  it.each([
    [[], 2, 'DIR'],
    [['model'], 2, '--manifest'],
    [['model', 'more', '--manifest', 'two.tsv'], 2, '"more"'],
    [['model', '--manifest', 'two.tsv', '--limit', '0'], 2, '--limit'],
    [['letters', '--manifest', 'two.tsv'], 1, 'add-language'],
    [['model', '--manifest', 'one.tsv'], 1, 'two speakers'],
    [['model', '--manifest', 'none.tsv'], 1, 'none.tsv'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.at(-1)).toContain(part);
    expect(terminal.output()).toBe('');
  });
});
