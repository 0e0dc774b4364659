/**
 * `skald language train-recurrent`.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeRecurrent } from '../../../src/bundle/recurrent-file';
import { runCommandLine } from '../../../src/cli/run';
import { scratchFolder } from '../../support/scratch-folder';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

const scratch = scratchFolder();
scratch.write('text.txt', Array.from({ length: 200 }, () => 'The sea was calm.').join('\n'));
const SMALL = [
  ...['--pieces', '70', '--vector', '4', '--units', '6', '--rate', '0.05'],
  ...['--streams', '2', '--stream-steps', '4', '--steps', '30'],
];

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(scratch.path);
  return {
    code: await runCommandLine(['language', 'train-recurrent', ...args], terminal),
    terminal,
  };
}

describe('skald language train-recurrent', () => {
  it('writes a model and tells what it is worth', async () => {
    const { code, terminal } = await run('--text', 'text.txt', '--output', 'r.bin', ...SMALL);
    expect(code).toBe(0);
    expect(terminal.output()).toMatch(
      /^r\.bin: 0\.0\d MB, from 7\d\d words; perplexity by word of \d+ held-out sentences \d+\.\d\d; 0\.\d\d processor hours\n$/,
    );
    expect(terminal.notes.join('\n')).toContain('step 25 of 30');
    const bytes = readFileSync(join(scratch.path, 'r.bin'));
    expect(decodeRecurrent(bytes, 'r.bin').spec).toMatchObject({ vectorSize: 4, units: 6 });
    const again = await run('text.txt', '--output', 'r.bin', ...SMALL, '--resume', '--json');
    const report = JSON.parse(again.terminal.output()) as Record<string, number>;
    expect(report['bytes']).toBe(bytes.length);
    expect(report['perplexity']).toBeGreaterThan(1);
  });

  it.each([
    [['--output', 'x'], 2, '--text'],
    [['text.txt'], 2, '--output'],
    [['text.txt', '--output', 'x', '--rate', '0'], 2, '--rate'],
    [['text.txt', '--output', 'x', '--units', 'many'], 2, '--units'],
    [['gone.txt', '--output', 'x'], 1, 'gone.txt'],
    [['text.txt', '--output', 'y', '--resume'], 1, 'checkpoint'],
  ])('answers %j with exit %i', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.at(-1)).toContain(part);
  });
});
