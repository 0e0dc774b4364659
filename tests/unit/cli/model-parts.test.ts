/**
 * `skald model add-punctuation` and `add-speller`.
 * @module
 */
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { spellerInputSize } from '../../../src/acoustic/speller';
import { Random } from '../../../src/base/random';
import { loadBundle, verifyBundle } from '../../../src/bundle/load-bundle';
import { encodePunctuation } from '../../../src/bundle/punctuation-file';
import { encodeSpeller } from '../../../src/bundle/speller-file';
import { runCommandLine } from '../../../src/cli/run';
import { initialWeights } from '../../../src/training/initial-weights';
import { scratchFolder } from '../../support/scratch-folder';
import { writePhoneBundle } from '../bundle/phone-bundle';
import { SMALL_SPEC, smallWeights } from '../language/small-punctuation';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

const scratch = scratchFolder();
scratch.write('text.txt', 'nothing of it');
truncateSync(scratch.write('huge.bin', ''), 2 ** 40);
scratch.write('p.bin', encodePunctuation(SMALL_SPEC, smallWeights()));
const spellerOf = (phones: number): AcousticSpec => ({
  ...({ kind: 'recurrent', cell: 'gru', bidirectional: true } as const),
  ...{ inputSize: spellerInputSize(phones, 3), units: 3, layers: 1, classes: 29 },
});
for (const [name, phones] of [
  ['s.bin', 40],
  ['other.bin', 41],
] as const) {
  const spec = spellerOf(phones);
  scratch.write(name, encodeSpeller({ spec, weights: initialWeights(spec, new Random(1)) }));
}

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(scratch.path);
  return { code: await runCommandLine(args, terminal), terminal };
}

describe.each([
  ['punctuation', 'p.bin', SMALL_SPEC],
  ['speller', 's.bin', spellerOf(40)],
] as const)('skald model add-%s', (part, name, spec) => {
  it('puts it into a model, with its checksum', async () => {
    const folder = join(scratch.path, part);
    await writePhoneBundle(folder);
    const { code } = await run('model', `add-${part}`, part, `--${part}`, name);
    expect(code).toBe(0);
    const { [part]: made, manifest } = await loadBundle(folder);
    expect(made?.().spec).toEqual(spec);
    expect(made?.()).toBe(made?.());
    expect(manifest.checksums).toHaveProperty(`${part}.safetensors`);
    scratch.write(`${part}/${part}.safetensors`, 'damaged');
    await expect(verifyBundle(folder)).rejects.toThrow('damaged');
  });

  it.each([
    [[], 2, 'DIR'],
    [['whole'], 2, `--${part}`],
    [['whole', `--${part}`, 'gone'], 1, 'gone'],
    [['whole', `--${part}`, 'text.txt'], 1, 'text.txt'],
    [['whole', `--${part}`, 'huge.bin'], 1, 'larger than'],
  ])('answers %j with exit %i', async (args, exitCode, word) => {
    await writePhoneBundle(join(scratch.path, 'whole'));
    const { code, terminal } = await run('model', `add-${part}`, ...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.at(-1)).toContain(word);
  });
});

describe('skald model add-speller', () => {
  it('refuses one of other phones', async () => {
    await writePhoneBundle(join(scratch.path, 'model'));
    const { code, terminal } = await run('model', 'add-speller', 'model', '--speller', 'other.bin');
    expect(code).toBe(1);
    expect(terminal.notes.at(-1)).toContain('other phones');
  });
});
