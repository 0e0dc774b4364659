/**
 * `skald language train-speller`, and its speller in a model.
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeSpeller } from '../../../src/bundle/speller-file';
import { runCommandLine } from '../../../src/cli/run';
import { scratchFolder } from '../../support/scratch-folder';
import { writeSpellerCorpus } from '../training/speller/speller-corpus';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

const scratch = scratchFolder();
beforeAll(() => writeSpellerCorpus(scratch.path));
const SMALL = [
  ...['--layers', '1', '--units', '4', '--batch', '4', '--steps', '20'],
  ...['--rate', '0.02', '--recorded', '0.5', '--model', 'model'],
];
const NEEDED = ['--config', 'config.json', '--text', 'text.txt', '--output', 's.bin'];

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(scratch.path);
  return { code: await runCommandLine(['language', 'train-speller', ...args], terminal), terminal };
}

describe('skald language train-speller', () => {
  it('writes a speller and tells what it is worth', async () => {
    const { code, terminal } = await run(...NEEDED, ...SMALL);
    expect(terminal.notes.join('\n')).toContain('step 20 of 20');
    expect(code).toBe(0);
    expect(terminal.output()).toMatch(
      /^s\.bin: 0\.\d\d MB; \d+\.\d\d % of the letters of the config's development recordings are wrong; 0\.\d\d processor hours\n$/,
    );
    const bytes = readFileSync(path.join(scratch.path, 's.bin'));
    expect(decodeSpeller(bytes, 's.bin').spec).toMatchObject({
      layers: 1,
      units: 4,
      inputSize: 86,
    });
    const again = await run(...NEEDED, ...SMALL, '--resume', '--json');
    const report = JSON.parse(again.terminal.output()) as Record<string, number>;
    expect(report['bytes']).toBe(bytes.length);
    expect(report['developmentErrors']).toBeGreaterThanOrEqual(0);
  });

  it.each([
    [['--text', 'text.txt', '--output', 'x'], 2, '--config'],
    [['--config', 'config.json', '--output', 'x'], 2, '--text'],
    [['--config', 'config.json', '--text', 'text.txt'], 2, '--output'],
    [[...NEEDED, '--rate', '0'], 2, '--rate'],
    [[...NEEDED, '--recorded', '2'], 2, '--recorded'],
    [[...NEEDED, '--dropout', '1'], 2, '--dropout'],
    [[...NEEDED, '--units', 'many'], 2, '--units'],
    [[...NEEDED, '--model', 'gone'], 1, 'gone'],
    [[...NEEDED, '--model', 'model', '--initial', 'none.bin'], 1, 'none.bin'],
    [['--config', 'gone.json', ...NEEDED.slice(2), '--model', 'model'], 1, 'gone.json'],
  ])('answers %j with exit %i', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.at(-1)).toContain(part);
  });
});
