/**
 * `skald model add-punctuation`.
 * @module
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBundle, verifyBundle } from '../../../src/bundle/load-bundle';
import { encodePunctuation } from '../../../src/bundle/punctuation-file';
import { runCommandLine } from '../../../src/cli/run';
import { scratchFolder } from '../../support/scratch-folder';
import { writePhoneBundle } from '../bundle/phone-bundle';
import { SMALL_SPEC, smallWeights } from '../language/small-punctuation';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

const scratch = scratchFolder();
scratch.write('text.txt', 'no tagger at all');
scratch.write('r.bin', encodePunctuation(SMALL_SPEC, smallWeights()));

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(scratch.path);
  return { code: await runCommandLine(args, terminal), terminal };
}

describe('skald model add-punctuation', () => {
  it('puts the tagger into a model, with its checksum', async () => {
    const folder = join(scratch.path, 'model');
    await writePhoneBundle(folder);
    const { code } = await run('model', 'add-punctuation', 'model', '--punctuation', 'r.bin');
    expect(code).toBe(0);
    const { punctuation, manifest } = await loadBundle(folder);
    expect(punctuation?.().spec).toEqual(SMALL_SPEC);
    expect(punctuation?.()).toBe(punctuation?.());
    expect(manifest.checksums).toHaveProperty('punctuation.safetensors');
    scratch.write('model/punctuation.safetensors', 'damaged');
    await expect(verifyBundle(folder)).rejects.toThrow('damaged');
  });

  it.each([
    [[], 2, 'DIR'],
    [['model'], 2, '--punctuation'],
    [['model', '--punctuation', 'gone'], 1, 'gone'],
    [['model', '--punctuation', 'text.txt'], 1, 'text.txt'],
  ])('answers %j with exit %i', async (args, exitCode, part) => {
    await writePhoneBundle(join(scratch.path, 'model'));
    const { code, terminal } = await run('model', 'add-punctuation', ...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.at(-1)).toContain(part);
  });
});
