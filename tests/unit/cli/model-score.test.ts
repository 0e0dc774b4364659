/**
 * `skald model score` on a network with random weights, which hears nonsense.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../../src/cli/run';
import { readLeftOut } from '../../../src/training/left-out';
import { phoneModel } from './phone-model';
import { recordingTerminal } from './recording-terminal';

vi.mock('../../../src/recognizer/recognizer', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  createRecognizer: vi.fn(),
}));

const model = phoneModel();
const run = (...args: string[]) => model.run('score', ...args);
const inFolder = (name: string): string => join(model.folder, name);

describe('skald model score', () => {
  it('writes a table, a list of what does not fit, and sums', async () => {
    const { code, terminal } = await run(
      ...['model', '--manifest', 'one.tsv', '--manifest', 'two.tsv'],
      ...['--out', 'made/table.tsv', '--left-out', 'made/left-out.tsv', '--json'],
    );
    expect(terminal.notes).toEqual([]);
    expect(code).toBe(0);
    const sums = JSON.parse(terminal.output()) as Record<string, unknown>[];
    // "more" is said by nobody's rule: the second speaker's recording has no phones.
    expect(sums.map(({ corpus, recordings, withoutPhones }) => [corpus, recordings, withoutPhones]))
      .toEqual([['c', 3, 1], ['all', 3, 1]]); // prettier-ignore
    const table = readFileSync(inFolder('made/table.tsv'), 'utf8').trim().split('\n');
    expect(table).toHaveLength(3);
    const [file, corpus, speaker, seconds, phones, errors, share] = table[1]!.split('\t');
    expect([file, corpus, speaker, seconds]).toEqual(['../a.wav', 'c', 's', '4.00']);
    expect(Number(share)).toBeCloseTo(Number(errors) / Number(phones), 3);
    const leftOut = await readLeftOut([inFolder('made/left-out.tsv')]);
    expect(leftOut.size).toBe(Number(sums[0]!['leftOut']) > 0 ? 1 : 0);
  });

  it('writes sums for people, and goes on without a recording that cannot be read', async () => {
    const { code, terminal } = await run('model', '--manifest', 'broken.tsv');
    expect(code).toBe(1);
    expect(terminal.notes.join()).toContain('gone.wav');
    expect(terminal.output()).toMatch(/^all +2 +0\.00/m);
  });

  it('stops at Ctrl+C and writes what it has', async () => {
    const terminal = recordingTerminal(model.folder);
    terminal.interrupt();
    const args = ['model', 'score', 'model', '--manifest', 'one.tsv', '--out', 'stopped.tsv'];
    expect(await runCommandLine(args, terminal)).toBe(1);
    expect(terminal.notes.join()).toContain('stopped after 0 of 1');
    expect(existsSync(inFolder('stopped.tsv'))).toBe(true);
  });

  it.each([
    [[], 2, 'DIR'],
    [['model'], 2, '--manifest'],
    [['model', 'more', '--manifest', 'two.tsv'], 2, '"more"'],
    [['model', '--manifest', 'two.tsv', '--limit', 'x'], 2, '--limit'],
    [['letters', '--manifest', 'two.tsv'], 1, 'add-language'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.join()).toContain(part);
  });
});
