/**
 * `skald model errors` on a stand-in network whose phones are known.
 * @module
 */
import { describe, expect, it, vi } from 'vitest';
import { phoneModel } from './phone-model';

vi.mock('../../../src/recognizer/recognizer', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  createRecognizer: vi.fn(),
}));

const model = phoneModel();
const run = (...args: string[]) => model.run('errors', ...args);

describe('skald model errors', () => {
  it('tells by corpus what is wrong', async () => {
    const { code, terminal } = await run('model', '--manifest', 'two.tsv', '--json');
    expect(code).toBe(0);
    const words = 2 * model.said.split(' ').length + 1;
    const report = JSON.parse(terminal.output()) as Record<string, unknown>;
    const expected = {
      ...{ recordings: 2, words, outOfVocabulary: 1 / words, wer: 1 / words, searchErrors: 0 },
      ...{ oracleWer: 1 / words, wideWer: 1 / words, per: 0 },
      searchTimesRealTime: expect.any(Number) as number,
    };
    expect(report).toEqual({
      readings: 100,
      wider: 10,
      all: { corpus: 'all', ...expected },
      corpora: [{ corpus: 'c', ...expected }],
    });
  });

  it('writes a table', async () => {
    const { terminal } = await run('model', '--manifest', 'one.tsv', '--readings', '5');
    expect(terminal.output()).toMatch(/^oracle: the best of 5 readings/);
    expect(terminal.output()).toMatch(/^all +1 +\d+ +0\.0 % +0\.0 %/m);
  });

  it.each([
    [[], 2, 'DIR'],
    [['model'], 2, '--manifest'],
    [['model', 'more', '--manifest', 'two.tsv'], 2, '"more"'],
    [['model', '--manifest', 'two.tsv', '--wider', '0'], 2, '--wider'],
    [['letters', '--manifest', 'two.tsv'], 1, 'add-language'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.join()).toContain(part);
  });

  it('goes on without a recording that cannot be read, and exits 1', async () => {
    const { code, terminal } = await run('model', '--manifest', 'broken.tsv', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(terminal.output())).toMatchObject({ all: { recordings: 2 } });
  });
});
