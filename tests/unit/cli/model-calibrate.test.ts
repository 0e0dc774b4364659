/**
 * `skald model calibrate` on a stand-in network whose phones are known.
 * @module
 */
import { readFileSync } from 'node:fs';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { phoneModel } from './phone-model';

vi.mock('../../../src/recognizer/recognizer', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  createRecognizer: vi.fn(),
}));

const model = phoneModel();
const run = (...args: string[]) => model.run('calibrate', ...args);

describe('skald model calibrate', () => {
  it('tells how reliable the words of each half are with the weights of the other', async () => {
    const { code, terminal } = await run('model', '--manifest', 'two.tsv', '--json');
    expect(code).toBe(0);
    const words = 2 * model.said.split(' ').length;
    const report = JSON.parse(terminal.output()) as Record<string, unknown>;
    expect(report).toMatchObject({ recordings: 2, words, right: 1 });
    expect(report['before']).toEqual({
      error: expect.closeTo(0.01, 2) as number,
      entropy: expect.any(Number) as number,
    });
  });

  it('draws, and writes weights into the model only where that is asked', async () => {
    const before = (await loadBundle(join(model.folder, 'model'))).manifest;
    await run('model', '--manifest', 'two.tsv', '--plot', 'plot.svg');
    expect(readFileSync(join(model.folder, 'plot.svg'), 'utf8')).toContain('of 2 speakers');
    expect((await loadBundle(join(model.folder, 'model'))).manifest).toEqual(before);
    const { terminal } = await run('model', '--manifest', 'two.tsv', '--write');
    expect(terminal.output()).toMatch(/100\.0 % of them right/);
    const { decoding, ...others } = (await loadBundle(join(model.folder, 'model'))).manifest;
    const { decoding: old, ...unchanged } = before;
    expect(others).toEqual(unchanged);
    expect(decoding).toEqual({ ...old, confidence: expect.any(Object) as object });
    expect(decoding!.confidence!.bias).toBeGreaterThan(0);
  });

  it.each([
    [[], 2, 'DIR'],
    [['model'], 2, '--manifest'],
    [['model', 'more', '--manifest', 'two.tsv'], 2, '"more"'],
    [['letters', '--manifest', 'two.tsv'], 1, 'add-language'],
    [['model', '--manifest', 'one.tsv'], 1, 'two speakers'],
    [['model', '--manifest', 'two.tsv', '--plot', 'no/plot.svg'], 1, '--plot'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.join()).toContain(part);
  });
});
