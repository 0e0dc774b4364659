/**
 * `skald language sample`.
 * @module
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addRecurrent } from '../../../src/bundle/add-language';
import { encodeRecurrent } from '../../../src/bundle/recurrent-file';
import { runCommandLine } from '../../../src/cli/run';
import { scratchFolder } from '../../support/scratch-folder';
import { writePhoneBundle } from '../bundle/phone-bundle';
import { smallRecurrent } from '../language/recurrent/small-recurrent';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

const scratch = scratchFolder();
const bytes = encodeRecurrent(smallRecurrent());
scratch.write('r.safetensors', bytes);

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(scratch.path);
  return { code: await runCommandLine(['language', 'sample', ...args], terminal), terminal };
}

describe('skald language sample', () => {
  it('makes up so many words, the same with the same seed', async () => {
    const args = ['--network', 'r.safetensors', '--words', '9', '--start', 'The sea!'];
    const { code, terminal } = await run(...args);
    expect(code).toBe(0);
    expect(terminal.output()).toMatch(/^the sea/);
    expect(terminal.output().trim().split(/\s+/)).toHaveLength(9);
    expect((await run(...args)).terminal.output()).toBe(terminal.output());
    expect((await run(...args, '--seed', '8')).terminal.output()).not.toBe(terminal.output());
  });

  it('does so by the network of a model', async () => {
    await writePhoneBundle(join(scratch.path, 'model'));
    const none = await run('--model', 'model');
    expect(none.code).toBe(1);
    expect(none.terminal.notes.at(-1)).toContain('train-recurrent');
    await addRecurrent(join(scratch.path, 'model'), bytes, {});
    const { terminal } = await run('--model', 'model', '--words', '5');
    expect(terminal.output().trim().split(/\s+/)).toHaveLength(5);
  });

  it.each([
    [['--temperature', '0'], 2, '--temperature'],
    [['--words', 'many'], 2, '--words'],
    [['more'], 2, '"more"'],
    [['--network', 'gone'], 1, 'gone'],
  ])('answers %j with exit %i', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.at(-1)).toContain(part);
  });
});
