/**
 * `skald language train-punctuation`.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodePunctuation } from '../../../src/bundle/punctuation-file';
import { runCommandLine } from '../../../src/cli/run';
import { scratchFolder } from '../../support/scratch-folder';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

const scratch = scratchFolder();
const lines = Array.from({ length: 300 }, (_, i) => (i % 3 ? 'He runs so fast.' : 'Who runs?'));
scratch.write('text.txt', lines.join('\n'));
const SMALL = [
  '--units',
  '4',
  '--vector',
  '4',
  '--word-rows',
  '64',
  '--batch',
  '4',
  '--epochs',
  '1',
];

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(scratch.path);
  return { code: await runCommandLine(args, terminal), terminal };
}

describe('skald language train-punctuation', () => {
  it('writes a tagger and prints its scores', async () => {
    const args = ['language', 'train-punctuation', '--text', 'text.txt', '--output', 'p.bin'];
    const { code, terminal } = await run(...args, ...SMALL);
    expect(code).toBe(0);
    expect(terminal.output()).toMatch(/^p\.bin: 0\.\d\d MB, from \d+ words, \d+ steps, /);
    expect(terminal.output()).toMatch(/^text\.txt, \d+ words\ntag +count +precise +recall +F1/m);
    const { spec } = decodePunctuation(readFileSync(join(scratch.path, 'p.bin')), 'p.bin');
    expect(spec).toMatchObject({ wordRows: 64, vectorSize: 4, units: 4 });
  });

  it('prints them as JSON', async () => {
    const args = ['language', 'train-punctuation', 'text.txt', '--output', 'q.bin', '--json'];
    const { terminal } = await run(...args, ...SMALL, '--test', 'text.txt');
    const report = JSON.parse(terminal.output()) as { tested: unknown[]; bytes: number };
    expect(report.tested).toHaveLength(2);
    expect(report.bytes).toBe(readFileSync(join(scratch.path, 'q.bin')).length);
  });

  it.each([
    [['--output', 'x'], 2, '--text'],
    [['text.txt'], 2, '--output'],
    [['text.txt', '--output', 'x', '--units', 'many'], 2, '--units'],
    [['gone.txt', '--output', 'x'], 1, 'gone.txt'],
    [['text.txt', '--output', 'no/such/folder', ...SMALL], 1, '--output'],
  ])('answers %j with exit %i', async (args, exitCode, part) => {
    const { code, terminal } = await run('language', 'train-punctuation', ...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.at(-1)).toContain(part);
  });
});
