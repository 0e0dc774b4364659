/**
 * `skald language train-pronunciation` on a lexicon of a few words.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPronouncer } from '../../../src/bundle/pronouncer-file';
import { runCommandLine } from '../../../src/cli/run';
import { USUAL_PRONOUNCER } from '../../../src/training/g2p/train-pronouncer';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skald-train-'));
  const lines = Array.from('bdfgklmnprstvz', (c) => `${c}an ${c.toUpperCase()} AE1 N\n`);
  await writeFile(join(folder, 'said'), lines.join(''));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ACTION = ['language', 'train-pronunciation'];
async function run(
  args: readonly string[],
  terminal = recordingTerminal(folder),
): Promise<{ code: number; terminal: RecordingTerminal }> {
  return { code: await runCommandLine([...ACTION, ...args], terminal), terminal };
}

describe('skald language train-pronunciation', () => {
  it('stops at Ctrl+C, goes on, writes the network and tells its errors', async () => {
    const given = ['--lexicon', 'said', '--output', 'net/a.bin', '--run', 'run', '--epochs', '1'];
    const interrupted = recordingTerminal(folder);
    interrupted.interrupt();
    expect((await run(given, interrupted)).code).toBe(1);
    expect(interrupted.notes.at(-1)).toContain('--resume');
    const { code, terminal } = await run([...given, '--resume', '--json']);
    expect(code).toBe(0);
    expect(terminal.notes[0]).toContain('13 pronunciations to learn from, 1 words held out');
    const told = JSON.parse(terminal.output()) as Record<string, number>;
    expect(told).toMatchObject({ words: 1, phones: 3 });
    expect(told['bytes']).toBeLessThan(2e6);
    expect((await readPronouncer(join(folder, 'net/a.bin'))).spec).toEqual(USUAL_PRONOUNCER);
  });

  it.each([
    [['--output', 'o'], 2, '--lexicon FILE'],
    [['--lexicon', 'said'], 2, '--output FILE'],
    [['--lexicon', 'said', '--output', 'o', '--epochs', '0'], 2, '--epochs'],
    [['--lexicon', 'said', '--output', 'o', 'more'], 2, '"more"'],
    [['--lexicon', 'gone', '--output', 'o'], 1, 'gone'],
    [['--lexicon', 'said', '--output', 'o', '--run', 'new', '--resume'], 1, 'No checkpoint'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(args);
    expect(terminal.notes.at(-1)).toContain(part);
    expect(code).toBe(exitCode);
  });
});
