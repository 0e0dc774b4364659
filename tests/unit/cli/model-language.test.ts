/**
 * `skald model add-language` on small files: what gets into the model, and what is refused.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { encodePronouncer } from '../../../src/bundle/pronouncer-file';
import { runCommandLine } from '../../../src/cli/run';
import { smallWordModelFile } from '../../support/word-model';
import { writePhoneBundle } from '../bundle/phone-bundle';
import { writeSmallBundle } from '../bundle/small-bundle';
import { SMALL_PRONOUNCER, drawnWeights } from '../language/g2p/small-network';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skald-language-'));
  await writePhoneBundle(join(folder, 'model'));
  await writeSmallBundle(join(folder, 'letters'));
  await writeFile(join(folder, 'words'), smallWordModelFile(['bee', 'be', 'see']));
  await writeFile(join(folder, 'more'), smallWordModelFile(['be', 'bees', 'fees', 'see']));
  await writeFile(
    join(folder, 'network'),
    encodePronouncer({ spec: SMALL_PRONOUNCER, weights: drawnWeights(SMALL_PRONOUNCER, 5) }),
  );
  await writeFile(join(folder, 'others'), smallWordModelFile(['sea']));
  await writeFile(join(folder, 'said'), 'bee B IY1\nbe B IY1\nbe(2) B IY0\nfee F IY1 # money\n');
  await writeFile(join(folder, 'bad'), 'bee B IY1\nbee B XX\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(folder);
  return { code: await runCommandLine(['model', 'add-language', ...args], terminal), terminal };
}

describe('skald model add-language', () => {
  it('puts in the words that the word model knows, and the weights', async () => {
    const files = ['--lexicon', 'said', '--words', 'words'];
    const { code, terminal } = await run('model', ...files, '--alpha', '0.7', '--beta=-0.5');
    expect(terminal.notes).toEqual([]);
    expect(code).toBe(0);
    expect(terminal.output()).toContain('2 words said in 2 ways, 0 of them worked out');
    const { lexicon, words, manifest } = await loadBundle(join(folder, 'model'));
    expect(lexicon!.words).toEqual(['be', 'bee']);
    expect(words!.size).toBe(6);
    expect(manifest.decoding).toEqual({ alpha: 0.7, beta: -0.5 });
    await run('model', ...files, '--acoustic-scale', '1.5');
    expect((await loadBundle(join(folder, 'model'))).manifest.decoding).toEqual({
      alpha: 0.7,
      beta: -0.5,
      acousticScale: 1.5,
    });
  });

  it('works out what the lexicon lacks, by other words and by a network that the model keeps', async () => {
    const files = ['--lexicon', 'said', '--words', 'more'];
    await run('model', ...files);
    const model = join(folder, 'model');
    expect((await loadBundle(model)).lexicon!.words).toEqual(['be', 'bees', 'fees']);
    const { code, terminal } = await run('model', ...files, '--pronunciation', 'network');
    expect(terminal.notes).toEqual([]);
    expect(code).toBe(0);
    expect(terminal.output()).toContain('4 words said in 4 ways, 3 of them worked out');
    const { lexicon, pronouncer } = await loadBundle(model);
    expect(lexicon!.words).toEqual(['be', 'bees', 'fees', 'see']);
    expect(pronouncer!().spec).toEqual(SMALL_PRONOUNCER);
    await run('model', ...files, '--listed-only');
    expect((await loadBundle(model)).lexicon!.words).toEqual(['be']);
    await run('model', ...files);
    expect((await loadBundle(model)).lexicon!.words).toEqual(lexicon!.words);
  });

  it.each([
    [[], 2, 'DIR'],
    [['model', 'more'], 2, '"more"'],
    [['model', '--words', 'words'], 2, '--lexicon'],
    [['model', '--lexicon', 'said'], 2, '--words'],
    [['model', '--lexicon', 'said', '--words', 'words', '--alpha', 'x'], 2, '--alpha'],
    [['model', '--lexicon', 'said', '--words', 'words', '--alpha', '99'], 1, 'alpha'],
    [['model', '--lexicon', 'gone', '--words', 'words'], 1, 'gone'],
    [['model', '--lexicon', 'said', '--words', 'gone'], 1, 'gone'],
    [['model', '--lexicon', 'said', '--words', 'said'], 1, 'said'],
    [['model', '--lexicon', 'said', '--words', 'others'], 1, 'others'],
    [['model', '--lexicon', 'bad', '--words', 'words'], 1, 'bad line 2'],
    [['model', '--lexicon', 'said', '--words', 'words', '--pronunciation', 'said'], 1, 'said'],
    [['model', '--lexicon', 'said', '--words', 'words', '--pronunciation', 'gone'], 1, 'gone'],
    [['letters', '--lexicon', 'said', '--words', 'words'], 1, 'phones'],
    [['none', '--lexicon', 'said', '--words', 'words'], 1, 'No model'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(terminal.notes.at(-1)).toMatch(/^skald: [^\n]+$/);
    expect(terminal.notes.at(-1)).toContain(part);
    expect(code).toBe(exitCode);
    expect((await loadBundle(join(folder, 'model'))).lexicon).toBeUndefined();
  });
});
