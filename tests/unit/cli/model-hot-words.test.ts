/**
 * `skald model hot-words` on a stand-in network whose phones are known.
 * @module
 */
import { describe, expect, it, vi } from 'vitest';
import { phoneModel } from './phone-model';

vi.mock('../../../src/recognizer/recognizer', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  createRecognizer: vi.fn(),
}));

const model = phoneModel();
const run = (...args: string[]) => model.run('hot-words', ...args);

describe('skald model hot-words', () => {
  it('measures two lists of words with each bonus', async () => {
    const { code, terminal } = await run('model', '--manifest', 'two.tsv', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(terminal.output()) as Record<'tuning' | 'testing', object>;
    // The words of this model are too short to be names.
    for (const list of [report.tuning, report.testing]) {
      expect(list).toMatchObject({
        words: 0,
        worth: expect.arrayContaining([
          expect.objectContaining({ factor: 20, said: 0 }),
        ]) as object[],
      });
    }
  });

  it('writes tables', async () => {
    const { terminal } = await run('model', '--manifest', 'two.tsv');
    expect(terminal.output()).toMatch(/^2 recordings; shipped: 20 times as likely/);
    expect(terminal.output()).toMatch(/^list for testing: 0 words/m);
  });

  it.each([
    [[], 2, 'DIR'],
    [['model'], 2, '--manifest'],
    [['model', 'more', '--manifest', 'two.tsv'], 2, '"more"'],
    [['letters', '--manifest', 'two.tsv'], 1, 'add-language'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.join()).toContain(part);
  });
});
